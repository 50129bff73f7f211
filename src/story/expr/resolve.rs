//! From names to indices and types: a parsed tree in, a typed tree out.
//!
//! The invariant: a tree that comes out has no name left and its parts are of the types their places need.

use std::ops::Range;

use super::{
    Binary, Type, Wrong,
    ast::{Ast, EffectAst, Kind, Write},
    calls::{CALLS, SINCE},
};
use crate::story::{
    diagnostic::Code,
    ids::{LetId, ParamId, RegionId, ShockId, Slot, VarId},
    model::{Owner, VarKind, slot_of},
    names::{Scope, Tracker, Trackers},
    nearest::did_you_mean,
};

/// A typed tree of indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What stands here.
    pub node: Node,
    /// Its type.
    pub ty: Type,
    /// Bytes of the text it was written as.
    pub span: Range<usize>,
}

/// What can stand in a typed tree. Truth is 0 or 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A number or a truth.
    Constant(i64),
    /// The value of a slot.
    Read(Slot),
    /// Whether a slot holds a turn: it does from 0 on.
    Marked(Slot),
    /// Turns since the turn in a slot, -1 if there is none.
    Since(Slot),
    /// A named expression.
    Let(LetId),
    /// A parameter.
    Param(ParamId),
    /// Whether a shock happens this turn.
    Shock(ShockId),
    /// Whether the world is in a region.
    Region(RegionId),
    /// `-e`.
    Minus(Box<Expr>),
    /// `not e`.
    Not(Box<Expr>),
    /// `abs(e)`.
    Abs(Box<Expr>),
    /// `a op b`, `min`, `max`.
    Binary(Binary, Box<(Expr, Expr)>),
    /// `a and b`, evaluated as far as needed.
    And(Box<(Expr, Expr)>),
    /// `a or b`, evaluated as far as needed.
    Or(Box<(Expr, Expr)>),
    /// `if a then b else c`.
    If(Box<(Expr, Expr, Expr)>),
    /// `e * parameter / 100`, truncated.
    Scaled(ParamId, Box<Expr>),
    /// The entry of that index, counted from 0.
    Pick(Box<Expr>, Vec<Expr>),
}

/// A typed effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectTree {
    /// What is written.
    pub var: VarId,
    /// How.
    pub write: Write,
    /// The amount or value.
    pub value: Expr,
    /// When it applies at all.
    pub when: Option<Expr>,
}

/// Who writes, which decides what may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// A rule adds to meters and stocks.
    Rule,
    /// A choice, event, scene or consequence writes meters, stocks, levers and flags.
    Act,
}

type Result<T> = std::result::Result<T, Wrong>;

/// Resolves an expression that must be of a type.
///
/// # Errors
/// The first name that is unknown here, or the first part of a wrong type.
pub fn expression(ast: &Ast<'_>, ty: Type, scope: &Scope<'_>, trackers: &mut Trackers) -> Result<Expr> {
    let expr = Resolver { scope, trackers }.expr(ast)?;
    want(expr, ty)
}

/// Resolves an expression of any type.
///
/// # Errors
/// As [`expression`].
pub fn any(ast: &Ast<'_>, scope: &Scope<'_>, trackers: &mut Trackers) -> Result<Expr> {
    Resolver { scope, trackers }.expr(ast)
}

/// Resolves an effect.
///
/// # Errors
/// An unknown name, a wrong type, or a target that this writer may not write.
pub fn effect(
    ast: &EffectAst<'_>,
    writer: Writer,
    scope: &Scope<'_>,
    trackers: &mut Trackers,
) -> Result<EffectTree> {
    let wrong = |code, message, help: &str| {
        Err(Wrong { code, span: ast.span.clone(), message, help: help.to_owned() })
    };
    let name = ast.target;
    let Some(&var) = scope.names.vars.get(name).filter(|v| scope.sees_var(**v)) else {
        if scope.names.lets.contains_key(name) {
            let help = "write the meters it is made of";
            return wrong(Code::ReadOnly, format!("`{name}` is a `let`; it cannot be written"), help);
        }
        let known = scope.names.vars.iter().filter(|(_, v)| scope.sees_var(**v)).map(|(n, _)| n.as_str());
        let help = did_you_mean(name, known);
        return wrong(Code::UnknownName, format!("nothing here is called `{name}`"), &help);
    };
    let kind = scope.vars.get(var.at()).map_or(VarKind::Stock, |(kind, _)| *kind);
    match (kind, writer) {
        (VarKind::Derived, _) => {
            let help = "write the meters it is made of";
            return wrong(Code::ReadOnly, format!("`{name}` is derived; it cannot be written"), help);
        }
        (VarKind::Memory, _) => {
            let help = "memory has one definition, its `is`";
            return wrong(Code::ReadOnly, format!("`{name}` is memory; no effect writes it"), help);
        }
        (VarKind::Lever | VarKind::Flag, Writer::Rule) => {
            let help = "rules add to meters and stocks; levers and flags are for choices";
            return wrong(Code::ReadOnly, format!("a rule cannot write `{name}`"), help);
        }
        (VarKind::Meter | VarKind::Stock, _) | (VarKind::Lever | VarKind::Flag, Writer::Act) => {}
    }
    if writer == Writer::Rule && ast.write == Write::Set {
        let help = "write `+=` or `-=`: all rules are added up at once";
        return wrong(Code::ReadOnly, format!("a rule cannot set `{name}`, only add to it"), help);
    }
    let ty = kind.ty();
    if ty == Type::Truth && ast.write != Write::Set {
        return wrong(Code::Type, format!("`{name}` is a yes or no"), "write `= true` or `= false`");
    }
    let mut resolver = Resolver { scope, trackers };
    let value = want(resolver.expr(&ast.value)?, ty)?;
    let when = ast.when.as_ref().map(|w| want(resolver.expr(w)?, Type::Truth)).transpose()?;
    Ok(EffectTree { var, write: ast.write, value, when })
}

fn want(expr: Expr, ty: Type) -> Result<Expr> {
    if expr.ty == ty {
        return Ok(expr);
    }
    let help = match ty {
        Type::Truth => "compare it with something: `trust >= 300`",
        Type::Number => "turn it into a number: `if … then 1 else 0`",
    };
    Err(Wrong {
        code: Code::Type,
        span: expr.span,
        message: format!("{} is needed here; this is {}", ty.words(), expr.ty.words()),
        help: help.to_owned(),
    })
}

struct Resolver<'a, 'b> {
    scope: &'a Scope<'a>,
    trackers: &'b mut Trackers,
}

impl Resolver<'_, '_> {
    fn expr(&mut self, ast: &Ast<'_>) -> Result<Expr> {
        use Type::{Number, Truth};
        let (node, ty) = match &ast.kind {
            Kind::Number(n) => (Node::Constant(*n), Number),
            Kind::Truth(t) => (Node::Constant(i64::from(*t)), Truth),
            Kind::Name(name) => self.name(name, ast)?,
            Kind::Minus(a) => (Node::Minus(self.boxed(a, Number)?), Number),
            Kind::Not(a) => (Node::Not(self.boxed(a, Truth)?), Truth),
            Kind::Binary(op, ab) => {
                let pair = self.operands(*op, &ab.0, &ab.1)?;
                (Node::Binary(*op, Box::new(pair)), if op.compares() { Truth } else { Number })
            }
            Kind::And(ab) => (Node::And(self.pair(&ab.0, &ab.1, Truth)?), Truth),
            Kind::Or(ab) => (Node::Or(self.pair(&ab.0, &ab.1, Truth)?), Truth),
            Kind::If(abc) => {
                let condition = want(self.expr(&abc.0)?, Truth)?;
                let yes = self.expr(&abc.1)?;
                let no = want(self.expr(&abc.2)?, yes.ty)?;
                let ty = yes.ty;
                (Node::If(Box::new((condition, yes, no))), ty)
            }
            Kind::Call(word, arguments) => self.call(word, arguments, ast)?,
        };
        Ok(Expr { node, ty, span: ast.span.clone() })
    }

    fn boxed(&mut self, ast: &Ast<'_>, ty: Type) -> Result<Box<Expr>> {
        Ok(Box::new(want(self.expr(ast)?, ty)?))
    }

    fn pair(&mut self, a: &Ast<'_>, b: &Ast<'_>, ty: Type) -> Result<Box<(Expr, Expr)>> {
        Ok(Box::new((want(self.expr(a)?, ty)?, want(self.expr(b)?, ty)?)))
    }

    fn operands(&mut self, op: Binary, a: &Ast<'_>, b: &Ast<'_>) -> Result<(Expr, Expr)> {
        let a = self.expr(a)?;
        let ty = if matches!(op, Binary::Equal | Binary::Differs) { a.ty } else { Type::Number };
        Ok((want(a, ty)?, want(self.expr(b)?, ty)?))
    }

    fn name(&mut self, name: &str, ast: &Ast<'_>) -> Result<(Node, Type)> {
        if name == "turn" {
            return Ok((Node::Read(crate::story::model::TURN), Type::Number));
        }
        if let Some(var) = self.scope.names.vars.get(name).filter(|v| self.scope.sees_var(**v)) {
            let kind = self.scope.vars.get(var.at()).map_or(VarKind::Stock, |(kind, _)| *kind);
            return Ok((Node::Read(slot_of(*var)), kind.ty()));
        }
        if let Some(id) = self.scope.names.lets.get(name).filter(|l| self.scope.sees_let(**l)) {
            // A `let` in a circle has no type; that is reported where it is declared.
            let ty = self.scope.lets.get(id.at()).and_then(|(ty, _)| *ty).unwrap_or(Type::Number);
            return Ok((Node::Let(*id), ty));
        }
        if self.scope.owner == Owner::Story && self.scope.names.lets.contains_key(name) {
            return Err(Wrong {
                code: Code::UnknownName,
                span: ast.span.clone(),
                message: format!("`{name}` is a `let` of the world; a story does not see it"),
                help: "use the meters it is made of, or a `let` of the story".to_owned(),
            });
        }
        Err(unknown("nothing here is called", name, ast, self.scope.values()))
    }

    fn call(&mut self, word: &str, arguments: &[Ast<'_>], ast: &Ast<'_>) -> Result<(Node, Type)> {
        use Type::{Number, Truth};
        match (word, arguments) {
            ("min" | "max", [a, b]) => {
                let op = if word == "min" { Binary::Min } else { Binary::Max };
                Ok((Node::Binary(op, self.pair(a, b, Number)?), Number))
            }
            ("abs", [a]) => Ok((Node::Abs(self.boxed(a, Number)?), Number)),
            ("clamp", [a, low, high]) => {
                let a = want(self.expr(a)?, Number)?;
                let low = want(self.expr(low)?, Number)?;
                let high = want(self.expr(high)?, Number)?;
                let span = ast.span.clone();
                let raised = Node::Binary(Binary::Max, Box::new((a, low)));
                let raised = Expr { node: raised, ty: Number, span };
                Ok((Node::Binary(Binary::Min, Box::new((raised, high))), Number))
            }
            ("pick", [index, first, rest @ ..]) => {
                let index = self.boxed(index, Number)?;
                let first = self.expr(first)?;
                let ty = first.ty;
                let mut entries = vec![first];
                for entry in rest {
                    entries.push(want(self.expr(entry)?, ty)?);
                }
                Ok((Node::Pick(index, entries), ty))
            }
            ("scaled", [name, a]) => {
                let param = self.find(name, "parameter", |n| &n.params)?;
                Ok((Node::Scaled(param, self.boxed(a, Number)?), Number))
            }
            ("param", [name]) => Ok((Node::Param(self.find(name, "parameter", |n| &n.params)?), Number)),
            ("shock", [name]) => Ok((Node::Shock(self.find(name, "shock", |n| &n.shocks)?), Truth)),
            ("region", [name]) => Ok((Node::Region(self.find(name, "region", |n| &n.regions)?), Truth)),
            ("since", [what]) => {
                let Kind::Call(inner, args) = &what.kind else {
                    return Err(misuse(what, "`since` asks about something remembered", SINCE));
                };
                let [name] = args.as_slice() else { return Err(misuse(what, "one name, please", SINCE)) };
                let (_, last) = self.remembered(inner, name, what)?;
                Ok((Node::Since(self.trackers.slot(last)), Number))
            }
            ("peak" | "visits" | "chosen" | "happened" | "fired", [name]) => {
                let (value, last) = self.remembered(word, name, ast)?;
                match value {
                    Some(value) => Ok((Node::Read(self.trackers.slot(value)), Number)),
                    None => Ok((Node::Marked(self.trackers.slot(last)), Truth)),
                }
            }
            _ => Err(self.no_such_call(word, arguments.len(), ast)),
        }
    }

    /// The tracker of the value that `word(name)` asks for, if it has one, and of the last turn it happened.
    fn remembered(&self, word: &str, name: &Ast<'_>, ast: &Ast<'_>) -> Result<(Option<Tracker>, Tracker)> {
        if self.scope.owner == Owner::World && matches!(word, "visits" | "chosen") {
            let message = format!("a world knows nothing of its stories, so it cannot ask `{word}`");
            return Err(misuse(ast, &message, "write a flag in the choice, and read the flag here"));
        }
        Ok(match word {
            "peak" => {
                let var = self.find(name, "meter", |n| &n.vars)?;
                if !self.scope.sees_var(var) {
                    let Kind::Name(word) = name.kind else { return Err(misuse(name, "a meter, please", "")) };
                    return Err(unknown("a world does not see", word, name, self.scope.values()));
                }
                (Some(Tracker::Peak(var)), Tracker::PeakTurn(var))
            }
            "visits" => {
                let scene = self.find(name, "scene", |n| &n.scenes)?;
                (Some(Tracker::Visits(scene)), Tracker::SceneTurn(scene))
            }
            "chosen" => (None, Tracker::ChoiceTurn(self.find(name, "choice", |n| &n.choices)?)),
            "happened" => (None, Tracker::ShockTurn(self.find(name, "shock", |n| &n.shocks)?)),
            "fired" => (None, Tracker::RuleTurn(self.find(name, "rule", |n| &n.rules)?)),
            _ => return Err(misuse(ast, "`since` asks about something remembered", SINCE)),
        })
    }

    fn find<T: Copy>(
        &self,
        ast: &Ast<'_>,
        what: &str,
        table: fn(&crate::story::names::Names) -> &hashbrown::HashMap<String, T>,
    ) -> Result<T> {
        let Kind::Name(name) = ast.kind else {
            return Err(misuse(ast, &format!("the id of a {what} is needed here"), ""));
        };
        let table = table(self.scope.names);
        table.get(name).copied().ok_or_else(|| {
            unknown(&format!("there is no {what}"), name, ast, table.keys().map(String::as_str))
        })
    }

    fn no_such_call(&self, word: &str, given: usize, ast: &Ast<'_>) -> Wrong {
        let form = CALLS.iter().find(|(name, _)| *name == word);
        if let Some((_, form)) = form {
            let message = format!("`{word}` does not take {given} of them");
            return Wrong {
                code: Code::ExprSyntax,
                span: ast.span.clone(),
                message,
                help: format!("it is written {form}"),
            };
        }
        let what = if self.scope.names.vars.contains_key(word) {
            "a value cannot be called:"
        } else {
            "there is no function"
        };
        unknown(what, word, ast, CALLS.iter().map(|(name, _)| *name))
    }
}

fn misuse(ast: &Ast<'_>, message: &str, help: &str) -> Wrong {
    Wrong {
        code: Code::ExprSyntax,
        span: ast.span.clone(),
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

fn unknown<'a>(what: &str, name: &str, ast: &Ast<'_>, known: impl IntoIterator<Item = &'a str>) -> Wrong {
    let end = (ast.span.start + name.len()).min(ast.span.end);
    Wrong {
        code: Code::UnknownName,
        span: ast.span.start..end,
        message: format!("{what} `{name}`"),
        help: did_you_mean(name, known),
    }
}
