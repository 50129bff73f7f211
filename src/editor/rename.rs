//! A name made another, everywhere it stands: in scenes, rules and texts, in translations, the guide and `renamed`.
//!
//! The invariant: either every place is written, or none and it is said why.

use std::{collections::HashMap, path::Path};

use lsp_types::{TextEdit, Uri, WorkspaceEdit};

use super::{Pack, place, uri_of};
use crate::story::{
    expr::parse::is_reserved,
    index::{Does, Mention, space},
};

pub(super) fn rename(pack: &Pack, mention: &Mention, to: &str) -> Result<WorkspaceEdit, String> {
    let index = &pack.checked.index;
    let findings = &pack.checked.loaded.findings;
    if !crate::story::is_id(to) {
        return Err(format!(
            "`{}` cannot be an id: letters, digits and `_`, at most 60",
            crate::story::sane(to)
        ));
    }
    if (is_reserved(to) && mention.space == space::VALUE) || matches!(to, "end" | "return") {
        return Err(format!("`{to}` is a word of the language"));
    }
    if index.definition(mention.space, to).is_some() {
        return Err(format!("there is a `{to}` already"));
    }
    if index.definition(mention.space, &mention.name).is_none() {
        return Err(format!("`{}` is not defined in these files", crate::story::sane(&mention.name)));
    }
    let own = |m: &&Mention| {
        let named = m.name == mention.name;
        named && (m.space == mention.space || m.does == Does::Renames)
    };
    #[expect(clippy::mutable_key_type, reason = "the protocol's own map; nothing changes an address in it")]
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for found in index.mentions.iter().filter(own) {
        let file = &findings.files[found.place.file];
        if file.text.get(found.place.span.clone()) != Some(found.name.as_str()) {
            return Err(format!(
                "{}: `{}` is written there with an escape; write it plainly first",
                file.name, found.name
            ));
        }
        let path = Path::new(&file.name);
        if !path.is_absolute() {
            return Err(format!("`{}` belongs to a pack that the program carries", found.name));
        }
        let uri = uri_of(path).ok_or("a file here has no address")?;
        let edit = TextEdit::new(place::range(&file.text, &found.place.span), to.to_owned());
        changes.entry(uri).or_default().push(edit);
    }
    Ok(WorkspaceEdit::new(changes))
}
