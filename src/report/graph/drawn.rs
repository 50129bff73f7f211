//! The graph as a picture: a library says where everything stands, and it is written down as SVG.
//!
//! The invariant: every text in it is escaped, and no line is told from another by its colour.

use std::{collections::BTreeMap, fmt::Write as _};

use dagre::{
    EdgeLabel, LayoutOptions, NodeLabel,
    graph::{Graph as Laid, GraphOptions},
    layout,
};

use super::{Graph, What};
use crate::{app::wrap::columns, report::picture::escaped};

/// Pixels that a column of 12-pixel letters takes, at most.
const COLUMN: f64 = 7.4;
/// From one line of letters to the next.
const LINE: f64 = 15.0;
/// From the picture's edge to the first place.
const MARGIN: f64 = 24.0;

/// How many pixels some lines of letters take.
fn room(lines: &[String]) -> (f64, f64) {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let widest = lines.iter().map(|l| columns(l)).max().unwrap_or(0);
    (count(widest) * COLUMN, count(lines.len()) * LINE)
}

impl Graph {
    /// As a picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let options = GraphOptions { directed: true, multigraph: false, compound: false };
        let mut laid: Laid<NodeLabel, EdgeLabel> = Laid::with_options(options);
        for n in 0..self.nodes.len() {
            let (wide, high) = room(&self.lines(n));
            let label = NodeLabel { width: wide + 20.0, height: high + 14.0, ..NodeLabel::default() };
            laid.set_node(n.to_string(), Some(label));
        }
        // Ways between the same two places are one line, with the names of all that go it.
        let mut ways: BTreeMap<(usize, usize), (Vec<String>, bool)> = BTreeMap::new();
        for edge in &self.edges {
            let way = ways.entry((edge.from, edge.to)).or_insert((Vec::new(), true));
            way.0.extend(Some(edge.caption()).filter(|c| !c.is_empty()));
            way.1 &= edge.locked;
        }
        for ((from, to), (captions, _)) in &ways {
            let (width, height) = room(captions);
            let label = EdgeLabel { width, height, ..EdgeLabel::default() };
            laid.set_edge(from.to_string(), to.to_string(), Some(label), None);
        }
        let margins = LayoutOptions { marginx: MARGIN, marginy: MARGIN + LINE, ..LayoutOptions::default() };
        layout(&mut laid, Some(margins));
        let mut body = String::new();
        let mut size = (0.0_f64, 0.0_f64);
        for ((from, to), (captions, locked)) in &ways {
            let Some(label) = laid.edge(&from.to_string(), &to.to_string(), None) else { continue };
            let mut path = String::new();
            for (n, point) in label.points.iter().enumerate() {
                let _ = write!(path, "{}{:.0},{:.0}", if n == 0 { "M" } else { " L" }, point.x, point.y);
                size = (size.0.max(point.x), size.1.max(point.y));
            }
            let dashed = if *locked { " stroke-dasharray=\"5 4\"" } else { "" };
            let _ = writeln!(body, "<path class=\"w\" d=\"{path}\"{dashed} marker-end=\"url(#to)\"/>");
            if let (Some(x), Some(y)) = (label.x, label.y) {
                letters(&mut body, "l", captions, (x, y));
                size = (size.0.max(x + label.width / 2.0), size.1.max(y + label.height / 2.0));
            }
        }
        for n in 0..self.nodes.len() {
            let Some(label) = laid.node(&n.to_string()) else { continue };
            let (Some(x), Some(y)) = (label.x, label.y) else { continue };
            self.place(&mut body, n, (x, y), (label.width, label.height));
            size = (size.0.max(x + label.width / 2.0), size.1.max(y + label.height / 2.0));
        }
        let (width, height) = (size.0 + MARGIN, size.1 + MARGIN);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title>\n<style>.w{{fill:none;stroke:#555}}.l{{fill:#333;font-size:11px}}\
             .p{{fill:#fff;stroke:#000}}</style>\n<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
             orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\" fill=\"#555\"/></marker></defs>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"{MARGIN:.0}\" y=\"{MARGIN:.0}\" font-weight=\"bold\">{title}</text>\n{body}</svg>\n",
            title = escaped(&self.title),
        )
    }

    /// The lines of a place: its id, its title, the file it stands in.
    fn lines(&self, n: usize) -> Vec<String> {
        let node = &self.nodes[n];
        let title = Some(node.title.clone()).filter(|t| !t.is_empty());
        // Where all stands in one file, the file says nothing.
        let act = node.act.clone().filter(|_| self.acts().len() > 1);
        [Some(node.id.clone()), title, act].into_iter().flatten().collect()
    }

    fn place(&self, body: &mut String, n: usize, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        let frame = |body: &mut String, inset: f64, round: f64, more: &str| {
            let _ = writeln!(
                body,
                "<rect class=\"p\" x=\"{:.0}\" y=\"{:.0}\" width=\"{:.0}\" height=\"{:.0}\" rx=\"{round:.0}\"{more}/>",
                left + inset,
                top + inset,
                width - 2.0 * inset,
                height - 2.0 * inset,
            );
        };
        match self.nodes[n].what {
            What::Scene => frame(body, 0.0, 0.0, ""),
            What::Storylet => frame(body, 0.0, 12.0, ""),
            What::Deck => frame(body, 0.0, 12.0, " stroke-width=\"3\""),
            What::Ending => {
                frame(body, 0.0, 4.0, "");
                frame(body, 3.0, 2.0, "");
            }
            What::End => frame(body, 0.0, 14.0, " stroke-dasharray=\"2 2\""),
        }
        letters(body, "t", &self.lines(n), (x, y));
    }
}

/// Lines of letters around a point.
fn letters(body: &mut String, class: &str, lines: &[String], (x, y): (f64, f64)) {
    let (_, high) = room(lines);
    let mut at = y - high / 2.0 + LINE * 0.75;
    for line in lines {
        let _ = writeln!(
            body,
            "<text class=\"{class}\" x=\"{x:.0}\" y=\"{at:.0}\" text-anchor=\"middle\">{}</text>",
            escaped(line)
        );
        at += LINE;
    }
}
