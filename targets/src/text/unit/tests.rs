use super::{Refused, Setting, Text, Unit};
use proptest::prelude::*;

/// What systemd makes of one word of a command: its quotes and escapes, then specifiers, then variables.
fn read(word: &str, dollars: bool) -> String {
    let inner = word
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let mut bytes = Vec::new();
    let mut chars = inner.unwrap_or(word).chars();
    while let Some(c) = chars.next() {
        let mut buffer = [0; 4];
        match c {
            '\\' => match chars.next().expect("something is escaped") {
                'n' => bytes.push(b'\n'),
                't' => bytes.push(b'\t'),
                'x' => {
                    let digits: String = chars.by_ref().take(2).collect();
                    bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
                }
                c => bytes.extend(c.encode_utf8(&mut buffer).bytes()),
            },
            '"' => panic!("a quote ends the word {word}"),
            c => {
                assert!(
                    inner.is_some() || !c.is_whitespace(),
                    "a blank ends the word"
                );
                bytes.extend(c.encode_utf8(&mut buffer).bytes());
            }
        }
    }
    let text = String::from_utf8(bytes).expect("text");
    let text = undouble(&text, '%');
    if dollars { undouble(&text, '$') } else { text }
}

fn undouble(text: &str, mark: char) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == mark {
            assert_eq!(chars.next(), Some(mark), "a lone {mark} in {text}");
        }
        out.push(c);
    }
    out
}

#[test]
fn words() {
    for (text, written) in [
        ("plain", "plain"),
        ("", "\"\""),
        ("a b", "\"a b\""),
        ("50%", "\"50%%\""),
        ("$HOME", "\"$$HOME\""),
        ("a\"b\\c\n", "\"a\\\"b\\\\c\\n\""),
        ("\u{7f}", "\"\\x7f\""),
        (";", "\";\""),
    ] {
        assert_eq!(
            Setting::command([&Text::new(text)]),
            Ok(Setting(written.to_owned()))
        );
    }
    let mixed = Text::new("/a b/").join(Text::variable("V_1")).then("$");
    assert_eq!(
        Setting::command([&mixed]),
        Ok(Setting("\"/a b/${V_1}$$\"".to_owned()))
    );
    assert_eq!(
        Setting::line(&Text::specifier('h').then("/a%")),
        Ok(Setting("%h/a%%".to_owned()))
    );
}

#[test]
fn what_no_file_can_hold_is_refused() {
    assert_eq!(Setting::command([&Text::new("a\0b")]), Err(Refused));
    assert_eq!(Setting::line(&Text::new("a\nb")), Err(Refused));
    for wrong in ["", " a", "a\\", "\"a", "a'", "a\nb"] {
        assert_eq!(Setting::bare(&Text::new(wrong)), Err(Refused), "{wrong:?}");
    }
}

#[test]
fn a_backslash_at_the_end_joins_no_lines() {
    let text = Text::new("x\\");
    assert_eq!(Setting::line(&text).expect("it can be written").0, "x\\ ");
}

#[test]
fn a_unit() {
    let mut unit = Unit::new(&["made\nby us\\".to_owned()]);
    unit.add("Unit", "Description", Setting::fixed("x"));
    unit.add("Service", "Type", Setting::fixed("oneshot"));
    unit.add("Unit", "After", Setting::units(["a.service", "b.service"]));
    assert_eq!(
        unit.print().text,
        "# made by us\n\n[Unit]\nDescription=x\nAfter=a.service b.service\n\n[Service]\nType=oneshot\n"
    );
}

proptest! {
    #[test]
    fn a_word_comes_back(text in "[^\0]{0,60}") {
        let Setting(word) = Setting::command([&Text::new(text.clone())]).expect("a word");
        prop_assert!(!word.contains('\n'));
        prop_assert_eq!(read(&word, true), text.clone());
        let Setting(word) = Setting::variable("A", &text).expect("a word");
        prop_assert_eq!(read(&word, false), format!("A={text}"));
    }

    #[test]
    fn treacherous_text_comes_back(text in "['\"\\\\$%{}; \n\t#a-c]{0,40}") {
        let Setting(word) = Setting::command([&Text::new(text.clone())]).expect("a word");
        prop_assert_eq!(read(&word, true), text);
    }

    #[test]
    fn a_bare_text_stays_in_its_line(text in "['\"\\\\$%{}; \n\ta-c]{0,20}") {
        if let Ok(Setting(bare)) = Setting::bare(&Text::new(text.clone())) {
            prop_assert!(!bare.contains('\n') && !bare.ends_with('\\'));
            prop_assert_eq!(undouble(&undouble(&bare, '%'), '$'), text);
        }
    }
}

/// Quadlet puts the value of a key into a command, where systemd takes a lone `;` for its end.
#[test]
fn what_ends_a_command_is_carried_by_a_variable() {
    assert!(!Text::new(";").stands_bare());
    assert!(Text::new("a;b").stands_bare());
    let carried = Text::new(";").carried_bare(|text| {
        assert_eq!(text, ";");
        "V".to_owned()
    });
    assert_eq!(carried, Text::variable("V"));
}
