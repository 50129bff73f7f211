//! Themes: whole, readable, told apart by every kind of colour vision, at every depth.

use cermin::ui::theme::{self, ThemeError, read};
use palette::{
    IntoColor, Lab, LinSrgb, Srgb,
    color_difference::{Ciede2000, Wcag21RelativeContrast},
};
use ratatui::style::Color;

use super::*;

const DEPTHS: [Depth; 4] = [Depth::Full, Depth::Indexed, Depth::Sixteen, Depth::None];

/// What a colour is on a screen whose sixteen are those of the Linux console, which the nearest are sought among.
fn seen(colour: Color) -> Srgb<f64> {
    let named = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    let anstyle::RgbColor(r, g, b) = match colour {
        Color::Rgb(r, g, b) => anstyle::RgbColor(r, g, b),
        Color::Indexed(n) => {
            anstyle_lossy::xterm_to_rgb(anstyle::Ansi256Color(n), anstyle_lossy::palette::VGA)
        }
        name => {
            let n = named.iter().position(|c| *c == name).expect("one of the sixteen");
            let n = anstyle::Ansi256Color(u8::try_from(n).expect("sixteen"));
            anstyle_lossy::xterm_to_rgb(n, anstyle_lossy::palette::VGA)
        }
    };
    Srgb::new(r, g, b).into_format()
}

/// As it is seen without one kind of cone. Matrices for linear light of Viénot, Brettel and Mollon (1999) for the first
/// two, and of Machado, Oliveira and Fernandes (2009) for the third.
fn without(cone: usize, colour: Srgb<f64>) -> Srgb<f64> {
    let m: [[f64; 3]; 3] = [
        [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
        [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ][cone];
    let LinSrgb { red, green, blue, .. } = colour.into_linear();
    let [r, g, b] = m.map(|row| (row[0] * red + row[1] * green + row[2] * blue).clamp(0.0, 1.0));
    Srgb::from_linear(LinSrgb::new(r, g, b))
}

#[test]
fn every_theme_can_be_read_and_has_every_role() {
    for theme in Theme::ALL {
        let path = format!("{}/assets/themes/{}.ron", env!("CARGO_MANIFEST_DIR"), theme.id());
        let text = std::fs::read_to_string(path).expect("it is there");
        let parent = |id: &str| {
            let path = format!("{}/assets/themes/{id}.ron", env!("CARGO_MANIFEST_DIR"));
            let text: &'static str = Box::leak(std::fs::read_to_string(path).ok()?.into_boxed_str());
            Some(text)
        };
        let read = read(Box::leak(text.into_boxed_str()), parent);
        assert_eq!(read.as_ref(), Ok(theme::get(*theme)), "{theme:?}");
    }
}

#[test]
fn a_theme_that_is_not_whole_says_what_is_wrong() {
    let none = |_: &str| None;
    let wrong = |text: &'static str| read(text, none).expect_err("it is not whole");
    assert!(matches!(wrong("Theme(roles: {text: ()})"), ThemeError::Missing(_)));
    assert!(matches!(wrong("Theme(extends: \"ink\", roles: {})"), ThemeError::NoParent(_)));
    assert!(matches!(wrong("Theme(roles: {text: (ink: \"#12345\")})"), ThemeError::NoColour(_)));
    assert!(matches!(wrong("Theme(roles: {text: (ink: \"cian\")})"), ThemeError::NoColour(_)));
    assert!(matches!(wrong("Theme(roles: {txet: ()})"), ThemeError::Written(_)));
    let itself = |_: &str| Some("Theme(extends: \"a\", roles: {})");
    assert!(matches!(read("Theme(extends: \"a\", roles: {})", itself), Err(ThemeError::Circle(_))));
}

#[test]
fn letters_stand_out_from_their_ground_in_every_theme_at_every_depth() {
    for theme in Theme::ALL {
        for depth in DEPTHS {
            let look = Look::of(*theme, Signs::Auto, Means { depth, unicode: true });
            // Where the ground is the terminal's own, nobody knows how far a letter stands out.
            let Some(ground) = look.ground else {
                assert!(depth == Depth::None || matches!(theme, Theme::Terminal | Theme::Mono), "{theme:?}");
                continue;
            };
            for role in Role::ALL {
                let ink = look.style(*role).fg.expect("a theme with a ground has every ink");
                let contrast = seen(ink).relative_contrast(seen(ground));
                let least = match (role, theme) {
                    (Role::Rule, _) => 2.5,
                    (_, Theme::Contrast) => 7.0,
                    _ => 4.5,
                };
                assert!(contrast >= least, "{theme:?} {depth:?} {role:?}: {contrast:.2} to 1");
            }
        }
    }
}

#[test]
fn gain_and_cost_are_told_apart_by_every_kind_of_colour_vision() {
    for theme in Theme::ALL.iter().filter(|t| **t != Theme::Mono) {
        for depth in [Depth::Full, Depth::Indexed, Depth::Sixteen] {
            let look = Look::of(*theme, Signs::Auto, Means { depth, unicode: true });
            for (one, other) in [(Role::Up, Role::Down), (Role::Gives, Role::Costs)] {
                let ink = |role| seen(look.style(role).fg.expect("it has a colour"));
                for cone in 0..3 {
                    let lab = |role| -> Lab<_, f64> { without(cone, ink(role)).into_color() };
                    let apart = lab(one).difference(lab(other));
                    // A difference of 2 is seen at once when looked for; 20 is another colour.
                    assert!(
                        apart >= 20.0,
                        "{theme:?} {depth:?} {one:?} and {other:?}, cone {cone}: {apart:.0}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_theme_with_a_ground_paints_all_of_it() {
    let mut model = playing("en", 7, &[3]);
    for screen in [Screen::Play { marked: 0, scroll: 0 }, Screen::Settings { marked: 1 }] {
        model.screens.push(screen);
        for (theme, depth) in [(Theme::Ink, Depth::Full), (Theme::Paper, Depth::Sixteen)] {
            let look = Look::of(theme, Signs::Auto, Means { depth, unicode: true });
            let (terminal, _) = draw(&model, &look, (80, 24));
            for cell in &terminal.backend().buffer().content {
                assert_eq!(Some(cell.bg), look.ground);
                assert_ne!(cell.fg, Color::Reset);
            }
        }
    }
}

#[test]
fn without_colours_every_theme_looks_alike_and_has_none() {
    let means = Means { depth: Depth::None, unicode: true };
    let mono = Look::of(Theme::Mono, Signs::Auto, means);
    for theme in Theme::ALL {
        assert_eq!(Look::of(*theme, Signs::Auto, means), mono);
    }
    assert!(Role::ALL.iter().all(|role| mono.style(*role).fg.is_none()) && mono.ground.is_none());
}

#[test]
fn the_settings_screen_in_both_languages() {
    for lang in ["en", "id"] {
        let mut model = playing(lang, 7, &[3]);
        let _ = update(&mut model, Msg::Act(Action::Settings));
        let _ = update(&mut model, Msg::Act(Action::Down));
        for (width, height) in SIZES {
            let (terminal, _) = draw(&model, &look(), (width, height));
            insta::assert_snapshot!(
                format!("settings_{lang}_{width}x{height}"),
                with_roles(&terminal, &look())
            );
        }
    }
}

#[test]
fn a_setting_holds_at_once_and_is_written() {
    let mut model = playing("en", 7, &[3]);
    let _ = update(&mut model, Msg::Act(Action::Settings));
    let _ = update(&mut model, Msg::Act(Action::Down));
    let effects = update(&mut model, Msg::Act(Action::After));
    assert_eq!(model.settings.theme, Theme::Ink);
    assert_eq!(effects, [cermin::app::Effect::Settings(model.settings.clone())]);
    // Round and round, both ways.
    let _ = update(&mut model, Msg::Act(Action::Before));
    let _ = update(&mut model, Msg::Act(Action::Before));
    assert_eq!(model.settings.theme, Theme::Mono);
    let _ = update(&mut model, Msg::Act(Action::Up));
    let _ = update(&mut model, Msg::Act(Action::Before));
    assert_eq!(model.lang.tag(), "id", "the language is that of the setting");
    assert!(model.game.is_some(), "the play goes on");
}

#[test]
fn a_language_chosen_by_its_key_is_kept_and_by_itself_it_is_the_one_of_the_beginning() {
    let mut model = playing("id", 7, &[3]);
    let effects = update(&mut model, Msg::Act(Action::Language));
    assert_eq!((model.lang.tag(), model.settings.language.as_deref()), ("en", Some("en")));
    assert!(matches!(effects.as_slice(), [cermin::app::Effect::Settings(_)]));
    let _ = update(&mut model, Msg::Set(cermin::app::Setting::Language, "auto".to_owned()));
    assert_eq!(model.lang.tag(), "id");
}
