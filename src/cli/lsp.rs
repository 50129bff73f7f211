//! `cermin lsp`: a pack in an editor, by the Language Server Protocol on standard input and output.
//!
//! What is answered is `editor`'s; this is the conversation. The invariant: a request is always answered, and nothing
//! but the protocol is written to standard output.

use std::process::ExitCode;

use anyhow::Context as _;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CompletionOptions, CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, GotoDefinitionParams, HoverParams, HoverProviderCapability, OneOf,
    PublishDiagnosticsParams, ReferenceParams, RenameParams, ServerCapabilities, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{args::Common, play};
use crate::editor::{Editor, path_of};

pub(super) fn lsp(common: &Common) -> anyhow::Result<ExitCode> {
    let mut editor = Editor::new(play::shelves(common)?);
    let (connection, threads) = Connection::stdio();
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        rename_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["\"", "(", "{", " ", ":"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        ..ServerCapabilities::default()
    };
    connection.initialize(serde_json::to_value(capabilities)?).context("the editor")?;
    talk(&connection, &mut editor)?;
    // The pipes close when nobody can write any more.
    drop(connection);
    threads.join().context("the editor")?;
    Ok(ExitCode::SUCCESS)
}

fn talk(connection: &Connection, editor: &mut Editor) -> anyhow::Result<()> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(());
                }
                connection.sender.send(Message::Response(answer(editor, request)))?;
            }
            Message::Notification(notification) => {
                for said in hear(editor, &notification) {
                    connection.sender.send(Message::Notification(said))?;
                }
            }
            Message::Response(_) => {}
        }
    }
    Ok(())
}

/// What a file is now; the problems of its pack are told.
fn hear(editor: &mut Editor, notification: &Notification) -> Vec<Notification> {
    let params = |method: &str| (notification.method == method).then(|| notification.params.clone());
    let folders = if let Some(opened) =
        params("textDocument/didOpen").and_then(read::<DidOpenTextDocumentParams>)
    {
        path_of(&opened.text_document.uri).map(|path| editor.opened(&path, opened.text_document.text))
    } else if let Some(changed) =
        params("textDocument/didChange").and_then(read::<DidChangeTextDocumentParams>)
    {
        let text = changed.content_changes.into_iter().last().map(|c| c.text);
        let path = path_of(&changed.text_document.uri);
        path.zip(text).map(|(path, text)| editor.opened(&path, text))
    } else if let Some(closed) = params("textDocument/didClose").and_then(read::<DidCloseTextDocumentParams>)
    {
        path_of(&closed.text_document.uri).map(|path| editor.closed(&path))
    } else {
        None
    };
    let problems = folders.into_iter().flatten().flat_map(|folder| editor.problems(&folder));
    problems
        .map(|(uri, diagnostics)| {
            let told = PublishDiagnosticsParams { uri, diagnostics, version: None };
            Notification::new("textDocument/publishDiagnostics".to_owned(), told)
        })
        .collect()
}

fn read<T: DeserializeOwned>(params: serde_json::Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn found<T: Serialize>(value: T) -> Result<serde_json::Value, String> {
    serde_json::to_value(value).map_err(|e| e.to_string())
}

fn answer(editor: &Editor, request: Request) -> Response {
    let Request { id, method, params } = request;
    let at = |place: &TextDocumentPositionParams| {
        path_of(&place.text_document.uri).map(|path| (path, place.position)).ok_or("this is no file")
    };
    let unread = || "these parameters are not understood".to_owned();
    let result = match method.as_str() {
        "textDocument/definition" => read::<GotoDefinitionParams>(params).ok_or_else(unread).and_then(|p| {
            let (path, position) = at(&p.text_document_position_params)?;
            found(editor.definition(&path, position))
        }),
        "textDocument/references" => read::<ReferenceParams>(params).ok_or_else(unread).and_then(|p| {
            let (path, position) = at(&p.text_document_position)?;
            found(editor.references(&path, position))
        }),
        "textDocument/hover" => read::<HoverParams>(params).ok_or_else(unread).and_then(|p| {
            let (path, position) = at(&p.text_document_position_params)?;
            found(editor.hover(&path, position))
        }),
        "textDocument/completion" => read::<CompletionParams>(params).ok_or_else(unread).and_then(|p| {
            let (path, position) = at(&p.text_document_position)?;
            found(editor.complete(&path, position))
        }),
        "textDocument/rename" => read::<RenameParams>(params).ok_or_else(unread).and_then(|p| {
            let (path, position) = at(&p.text_document_position)?;
            found(editor.rename(&path, position, &p.new_name)?)
        }),
        _ => {
            let message = format!("`{}` is not answered here", crate::story::sane(&method));
            return Response::new_err(id, ErrorCode::MethodNotFound as i32, message);
        }
    };
    match result {
        Ok(value) => Response::new_ok(id, value),
        Err(why) => Response::new_err(id, ErrorCode::InvalidParams as i32, why),
    }
}
