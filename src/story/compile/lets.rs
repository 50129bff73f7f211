//! Named expressions and derived meters: compiled in an order in which each needs only those before it.
//!
//! The invariant: after this no `let` and no derived meter needs itself, and chains are short, so evaluating one ends
//! and cannot exhaust the stack.

use hashbrown::HashMap;

use super::{Build, parts::Parts};
use crate::story::{
    diagnostic::Code as Problem,
    expr::{
        Wrong,
        ast::{Ast, Kind},
        lower::{Code, Op},
        parse, resolve,
    },
    ids::{LetId, VarId},
    model::{Let, Owner, Story, VarKind},
    names::Scope,
    raw::{self, Str},
};

/// How many named expressions may stand on each other's shoulders.
const TALLEST: usize = 60;

impl<'s> Build<'s> {
    /// Compiles all `let`s.
    pub(super) fn lets(&mut self, parts: &Parts<'s>, story: &mut Story) {
        let list: Vec<(&raw::Let<'s>, Owner)> = all_lets(parts).collect();
        let names: HashMap<(&str, bool), usize> = list
            .iter()
            .enumerate()
            .filter_map(|(n, (l, owner))| Some(((l.id.value.as_deref().ok()?, *owner == Owner::World), n)))
            .collect();
        let texts: Vec<&Str<'s>> = list.iter().map(|(l, _)| &l.is).collect();
        let order = self.order(&texts, |name, n| {
            names.get(&(name, list[n].1 == Owner::World)).copied().into_iter().collect()
        });
        for (l, owner) in &list {
            let id = super::world::text_of(&l.id);
            let name = self.label_opt(l.name.as_ref(), &format!("let.{id}.name"), *owner);
            let because = self.label_opt(l.because.as_ref(), &format!("let.{id}.because"), *owner);
            story.lets.push(Let { id, is: Code::constant(0), name, because });
        }
        self.let_order = order.iter().map(|n| LetId::new(*n)).collect();
        for n in order {
            let (raw, owner) = list[n];
            let Some(text) = self.sink.take(&raw.is) else { continue };
            let ast = parse::expression(text);
            if let Ok(ast) = &ast {
                self.note_names(ast, raw.is.text, 0);
            }
            let Self { names, kinds, let_types, trackers, sink, .. } = self;
            let scope = Scope { names, vars: kinds, lets: let_types, owner };
            let tree = ast.and_then(|ast| resolve::any(&ast, &scope, trackers));
            match tree {
                Err(wrong) => sink.wrong(&wrong, raw.is.text, 0),
                Ok(tree) => {
                    self.let_types[n].0 = Some(tree.ty);
                    story.lets[n].is = self.pool.lower(&tree);
                    self.note_let(LetId::new(n), &raw.is, &tree);
                    if owner == Owner::World {
                        self.no_region(story.lets[n].is, &raw.is);
                    }
                }
            }
        }
    }

    /// Declares the names of all `let`s.
    pub(super) fn declare_lets(&mut self, parts: &Parts<'s>) {
        for (n, (raw, owner)) in all_lets(parts).enumerate() {
            self.let_types.push((None, owner));
            if let Some(id) = self.id("name", &raw.id) {
                self.names.lets.insert(id, LetId::new(n));
            }
        }
    }

    /// Compiles the definitions of derived meters, and puts them into an order in which they can be computed.
    pub(super) fn derived(
        &mut self,
        parts: &Parts<'s>,
        derived: &[(VarId, &Str<'s>, Owner)],
        story: &mut Story,
    ) {
        let lets: Vec<&raw::Let<'s>> = all_lets(parts).map(|(l, _)| l).collect();
        let texts: Vec<&Str<'s>> = derived.iter().map(|(_, is, _)| *is).collect();
        let by_var: HashMap<VarId, usize> =
            derived.iter().enumerate().map(|(n, (v, _, _))| (*v, n)).collect();
        // A name needs a derived meter if it is one, or if it is a `let` that comes to one.
        let mut table: HashMap<String, Vec<usize>> = HashMap::new();
        for (name, var) in &self.names.vars {
            table.extend(by_var.get(var).map(|n| (name.clone(), vec![*n])));
        }
        for id in &self.let_order {
            let mut found = Vec::new();
            let raw = lets[id.at()];
            if let Ok(text) = &raw.is.value
                && let Ok(ast) = parse::expression(text)
            {
                walk(&ast, &mut |name| found.extend(table.get(name).into_iter().flatten().copied()));
            }
            if let Ok(name) = &raw.id.value {
                table.entry(name.to_string()).or_default().extend(found);
            }
        }
        let order = self.order(&texts, |name, _| table.get(name).cloned().unwrap_or_default());
        for n in order {
            let (var, is, owner) = derived[n];
            let code = self.number(is, owner);
            self.defines(var);
            self.no_region(code, is);
            story.vars[var.at()].is = Some(code);
            story.derived.push(var);
        }
        debug_assert!(story.derived.iter().all(|v| story.var(*v).kind == VarKind::Derived));
    }

    /// Reports a `region(…)` where regions themselves may look: it would have to be known before it is.
    pub(super) fn no_region(&mut self, code: Code, leaf: &Str<'s>) {
        let ops = self.pool.ops.get(code.start as usize..).unwrap_or_default();
        if ops.iter().take(code.len as usize).any(|op| matches!(op, Op::Region { .. })) {
            let message = "a region is worked out from this, so it cannot ask for one";
            let help = "write out the condition that is meant";
            self.sink.report(Problem::Circle, leaf.text, message, help);
        }
    }

    /// An order in which each text needs only texts before it. What stands in a circle is reported and left out.
    fn order(&mut self, texts: &[&Str<'s>], needs: impl Fn(&str, usize) -> Vec<usize>) -> Vec<usize> {
        let needed: Vec<Vec<usize>> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let mut found = Vec::new();
                if let Ok(text) = &text.value
                    && let Ok(ast) = parse::expression(text)
                {
                    walk(&ast, &mut |name| found.extend(needs(name, n)));
                }
                found
            })
            .collect();
        // Layer by layer: a text is ready when all it needs is. What never gets ready stands in a circle.
        let mut layer: Vec<Option<usize>> = vec![None; texts.len()];
        let mut order = Vec::new();
        for height in 0..TALLEST {
            let ready: Vec<usize> = (0..texts.len())
                .filter(|n| layer[*n].is_none() && needed[*n].iter().all(|m| layer[*m].is_some()))
                .collect();
            for n in ready {
                layer[n] = Some(height);
                order.push(n);
            }
        }
        for (n, text) in texts.iter().enumerate().filter(|(n, _)| layer[*n].is_none()) {
            let message = if needed[n].contains(&n) {
                "this needs itself".to_owned()
            } else {
                format!("this needs itself by way of others, or more than {TALLEST} stand on each other")
            };
            let span = 0..text.value.as_ref().map_or(0, |t| t.len());
            let help = "break the circle: write out what one of them stands for".to_owned();
            self.sink.wrong(&Wrong { code: Problem::Circle, span, message, help }, text.text, 0);
        }
        order
    }
}

fn all_lets<'a, 's>(parts: &'a Parts<'s>) -> impl Iterator<Item = (&'a raw::Let<'s>, Owner)> {
    let world = parts.world.iter().flat_map(|w| &w.lets).map(|l| (l, Owner::World));
    let story = parts.story.iter().flat_map(|s| &s.lets).map(|l| (l, Owner::Story));
    world.chain(story).filter_map(|(l, owner)| Some((l.value.as_ref().ok()?, owner)))
}

fn walk(ast: &Ast<'_>, found: &mut impl FnMut(&str)) {
    match &ast.kind {
        Kind::Number(_) | Kind::Truth(_) => {}
        Kind::Name(name) => found(name),
        Kind::Minus(a) | Kind::Not(a) => walk(a, found),
        Kind::Binary(_, ab) | Kind::And(ab) | Kind::Or(ab) => {
            walk(&ab.0, found);
            walk(&ab.1, found);
        }
        Kind::If(abc) => {
            walk(&abc.0, found);
            walk(&abc.1, found);
            walk(&abc.2, found);
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|a| walk(a, found)),
    }
}
