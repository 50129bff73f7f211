//! The grammar of expressions and effects: tokens in, a tree of names out.
//!
//! From loosest: `if`, `or`, `and`, `not`, one comparison, `+ -`, `* / %`, unary minus. Names are not looked up here;
//! [`resolve`](super::resolve) does that. The invariant: nesting is bounded, so no text can exhaust the stack.

use std::ops::Range;

use super::{
    Binary, Wrong,
    ast::{Ast, EffectAst, Kind, Write},
    lex::Token,
};
use crate::story::diagnostic::Code;

/// How deep an expression may nest.
pub const DEEPEST: usize = 64;

/// Reads a whole text as one expression.
///
/// # Errors
/// The first place where it is none.
pub fn expression(text: &str) -> Result<Ast<'_>, Wrong> {
    let mut parser = Parser::new(text)?;
    let ast = parser.expr()?;
    parser.end()?;
    Ok(ast)
}

/// Reads a whole text as one effect.
///
/// # Errors
/// The first place where it is none.
pub fn effect(text: &str) -> Result<EffectAst<'_>, Wrong> {
    let mut parser = Parser::new(text)?;
    let span = parser.span();
    let target = parser.word().ok_or_else(|| {
        parser.wrong("an effect starts with the name of what it writes", "as in `trust += 20`")
    })?;
    let write = [("+=", Write::Add), ("-=", Write::Sub), ("=", Write::Set)]
        .into_iter()
        .find_map(|(sign, write)| parser.take(sign).then_some(write))
        .ok_or_else(|| parser.wrong("expected `+=`, `-=` or `=` here", "as in `trust += 20`"))?;
    let value = parser.expr()?;
    let when = if parser.take_word("when") { Some(parser.expr()?) } else { None };
    parser.end()?;
    Ok(EffectAst { target, span, write, value, when })
}

struct Parser<'t> {
    tokens: Vec<(Token<'t>, Range<usize>)>,
    at: usize,
    depth: usize,
    len: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Result<Self, Wrong> {
        Ok(Self { tokens: super::lex::lex(text)?, at: 0, depth: 0, len: text.len() })
    }

    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at).map(|(t, _)| t)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.len..self.len, |(_, s)| s.clone())
    }

    fn wrong(&self, message: &str, help: &str) -> Wrong {
        let found = match self.peek() {
            None => "the text ends here".to_owned(),
            Some(Token::Number(n)) => format!("found `{n}`"),
            Some(Token::Word(w)) => format!("found `{w}`"),
            Some(Token::Sign(s)) => format!("found `{s}`"),
        };
        Wrong {
            code: Code::ExprSyntax,
            span: self.span(),
            message: format!("{message}; {found}"),
            help: help.to_owned(),
        }
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if *w == word);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Option<&'t str> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        let word = *word;
        self.at += 1;
        Some(word)
    }

    fn end(&self) -> Result<(), Wrong> {
        if self.at == self.tokens.len() {
            return Ok(());
        }
        let help = match self.peek() {
            Some(Token::Sign("=")) => "to compare, write `==`",
            Some(Token::Sign("<" | "<=" | ">" | ">=" | "==" | "!=")) => {
                "one comparison at a time: `a < b and b < c`"
            }
            _ => "",
        };
        Err(self.wrong("the expression should end here", help))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Wrong>) -> Result<T, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(
                "this expression nests too deeply",
                "name a part of it with `let`, and use the name",
            ));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn expr(&mut self) -> Result<Ast<'t>, Wrong> {
        self.deeper(|p| {
            let start = p.span().start;
            if !p.take_word("if") {
                return p.or();
            }
            let condition = p.expr()?;
            if !p.take_word("then") {
                return Err(p.wrong("expected `then` here", "as in `if a then b else c`"));
            }
            let yes = p.expr()?;
            if !p.take_word("else") {
                return Err(p.wrong("expected `else` here", "every `if` has an `else`"));
            }
            let no = p.expr()?;
            let span = start..no.span.end;
            Ok(Ast { kind: Kind::If(Box::new((condition, yes, no))), span })
        })
    }

    fn or(&mut self) -> Result<Ast<'t>, Wrong> {
        let mut left = self.and()?;
        while self.take_word("or") {
            let right = self.and()?;
            let span = left.span.start..right.span.end;
            left = Ast { kind: Kind::Or(Box::new((left, right))), span };
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Ast<'t>, Wrong> {
        let mut left = self.not()?;
        while self.take_word("and") {
            let right = self.not()?;
            let span = left.span.start..right.span.end;
            left = Ast { kind: Kind::And(Box::new((left, right))), span };
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Ast<'t>, Wrong> {
        let start = self.span().start;
        if !self.take_word("not") {
            return self.comparison();
        }
        let inner = self.deeper(Self::not)?;
        let span = start..inner.span.end;
        Ok(Ast { kind: Kind::Not(Box::new(inner)), span })
    }

    fn comparison(&mut self) -> Result<Ast<'t>, Wrong> {
        const OPS: &[Binary] =
            &[Binary::AtMost, Binary::AtLeast, Binary::Equal, Binary::Differs, Binary::Less, Binary::More];
        let left = self.sum()?;
        let Some(op) = OPS.iter().copied().find(|op| self.take(op.symbol())) else {
            return Ok(left);
        };
        let right = self.sum()?;
        Ok(binary(op, left, right))
    }

    fn sum(&mut self) -> Result<Ast<'t>, Wrong> {
        self.chain(&[Binary::Add, Binary::Sub], Self::product)
    }

    fn product(&mut self) -> Result<Ast<'t>, Wrong> {
        self.chain(&[Binary::Mul, Binary::Div, Binary::Rem], Self::unary)
    }

    fn chain(
        &mut self,
        ops: &[Binary],
        part: fn(&mut Self) -> Result<Ast<'t>, Wrong>,
    ) -> Result<Ast<'t>, Wrong> {
        let mut left = part(self)?;
        while let Some(op) = ops.iter().copied().find(|op| self.take(op.symbol())) {
            let right = part(self)?;
            left = binary(op, left, right);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Ast<'t>, Wrong> {
        let start = self.span().start;
        if !self.take("-") {
            return self.primary();
        }
        let inner = self.deeper(Self::unary)?;
        let span = start..inner.span.end;
        Ok(Ast { kind: Kind::Minus(Box::new(inner)), span })
    }

    fn primary(&mut self) -> Result<Ast<'t>, Wrong> {
        let span = self.span();
        if self.take("(") {
            let mut inner = self.expr()?;
            let end = self.span().end;
            if !self.take(")") {
                return Err(self.wrong("expected `)` here", ""));
            }
            inner.span = span.start..end;
            return Ok(inner);
        }
        if let Some(Token::Number(n)) = self.peek() {
            let n = *n;
            self.at += 1;
            return Ok(Ast { kind: Kind::Number(n), span });
        }
        let Some(Token::Word(word)) = self.peek() else {
            return Err(self.wrong("expected a number, a name or `(` here", ""));
        };
        let word = *word;
        if is_keyword(word) {
            let help = if word == "if" { "put an `if` inside a sum into parentheses" } else { "" };
            return Err(self.wrong("expected a number, a name or `(` here", help));
        }
        self.at += 1;
        if !self.take("(") {
            let kind = match word {
                "true" => Kind::Truth(true),
                "false" => Kind::Truth(false),
                name => Kind::Name(name),
            };
            return Ok(Ast { kind, span });
        }
        let mut arguments = Vec::new();
        let mut end = self.span().end;
        while !self.take(")") {
            if !arguments.is_empty() && !self.take(",") {
                return Err(self.wrong("expected `,` or `)` here", ""));
            }
            arguments.push(self.expr()?);
            end = self.span().end;
        }
        Ok(Ast { kind: Kind::Call(word, arguments), span: span.start..end })
    }
}

fn binary<'t>(op: Binary, left: Ast<'t>, right: Ast<'t>) -> Ast<'t> {
    let span = left.span.start..right.span.end;
    Ast { kind: Kind::Binary(op, Box::new((left, right))), span }
}

/// Words that join parts of an expression and can be no name.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    matches!(word, "if" | "then" | "else" | "and" | "or" | "not" | "when")
}

/// Words that the language has taken, so that no id may be one of them.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    is_keyword(word)
        || matches!(
            word,
            "true"
                | "false"
                | "turn"
                | "min"
                | "max"
                | "abs"
                | "clamp"
                | "pick"
                | "scaled"
                | "param"
                | "shock"
                | "peak"
                | "visits"
                | "chosen"
                | "happened"
                | "fired"
                | "since"
                | "region"
                | "end"
                | "return"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        fn show(ast: &Ast<'_>) -> String {
            match &ast.kind {
                Kind::Number(n) => n.to_string(),
                Kind::Truth(t) => t.to_string(),
                Kind::Name(n) => (*n).to_owned(),
                Kind::Minus(a) => format!("(- {})", show(a)),
                Kind::Not(a) => format!("(not {})", show(a)),
                Kind::Binary(op, ab) => format!("({} {} {})", op.symbol(), show(&ab.0), show(&ab.1)),
                Kind::And(ab) => format!("(and {} {})", show(&ab.0), show(&ab.1)),
                Kind::Or(ab) => format!("(or {} {})", show(&ab.0), show(&ab.1)),
                Kind::If(abc) => format!("(if {} {} {})", show(&abc.0), show(&abc.1), show(&abc.2)),
                Kind::Call(w, args) => {
                    format!("({w} {})", args.iter().map(show).collect::<Vec<_>>().join(" "))
                }
            }
        }
        expression(text).map_or_else(|w| format!("! {}", w.message), |a| show(&a))
    }

    #[test]
    fn operators_bind_as_the_design_says() {
        assert_eq!(shape("a + b * -2 < c"), "(< (+ a (* b (- 2))) c)");
        assert_eq!(shape("not a > 1 and b or c"), "(or (and (not (> a 1)) b) c)");
        assert_eq!(shape("10 - 3 - 2"), "(- (- 10 3) 2)");
        assert_eq!(shape("if a then 1 else 2 + 3"), "(if a 1 (+ 2 3))");
        assert_eq!(shape("pick(h, 0, 6)"), "(pick h 0 6)");
    }

    #[test]
    fn mistakes_say_where() {
        assert_eq!(shape("a <"), "! expected a number, a name or `(` here; the text ends here");
        assert_eq!(shape("a < b < c"), "! the expression should end here; found `<`");
        assert_eq!(shape("a = 2"), "! the expression should end here; found `=`");
        assert!(shape(&"(".repeat(10_000)).contains("more than 500"));
        assert!(shape(&"(".repeat(100)).contains("nests too deeply"));
        assert!(shape(&"not ".repeat(100)).contains("nests too deeply"));
        assert!(shape(&"-".repeat(100)).contains("nests too deeply"));
    }

    #[test]
    fn effects_have_a_target_a_sign_and_perhaps_a_condition() {
        let e = effect("oversight -= 12 when voice < 350").expect("an effect");
        assert_eq!((e.target, e.write, e.when.is_some()), ("oversight", Write::Sub, true));
        assert!(effect("oversight 12").is_err());
        assert!(effect("+= 12").is_err());
    }
}
