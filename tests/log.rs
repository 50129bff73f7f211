//! Logs of rooms: what every one of them must hold to, and that a sealed one tells nothing.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, io::Write as _};

use cermin::host::{EventLog, FileLog, MemoryLog, Sealed};
use proptest::prelude::*;

fn record(n: usize) -> Vec<u8> {
    (0..n * 7 % 300).map(|b| u8::try_from(b % 256).unwrap()).collect()
}

/// What a log must do, whatever it is made of.
fn conforms(mut log: impl EventLog) {
    assert!(log.read().unwrap().is_empty());
    log.append(&[record(1), record(2)]).unwrap();
    log.append(&[]).unwrap();
    log.append(&[Vec::new(), record(40)]).unwrap();
    assert_eq!(log.read().unwrap(), [record(1), record(2), Vec::new(), record(40)]);
    log.append(&[record(5)]).unwrap();
    assert_eq!(log.read().unwrap().len(), 5, "reading takes nothing away and writing goes on at the end");
    log.replace(&[record(9)]).unwrap();
    assert_eq!(log.read().unwrap(), [record(9)]);
    log.append(&[record(10)]).unwrap();
    assert_eq!(log.read().unwrap(), [record(9), record(10)]);
    log.destroy().unwrap();
}

#[test]
fn every_log_conforms() {
    conforms(MemoryLog::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    conforms(FileLog::open(&path).unwrap());
    assert!(!path.exists(), "a log that was destroyed is gone");
}

#[test]
fn a_log_outlives_its_program_and_is_open_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    let mut log = FileLog::open(&path).unwrap();
    log.append(&[record(3)]).unwrap();
    assert!(FileLog::open(&path).is_err(), "two programs cannot write one log");
    drop(log);
    let mut log = FileLog::open(&path).unwrap();
    log.append(&[record(4)]).unwrap();
    drop(log);
    assert_eq!(FileLog::open(&path).unwrap().read().unwrap(), [record(3), record(4)]);
}

#[test]
fn another_file_is_no_log_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    fs::write(&path, "a letter to somebody").unwrap();
    assert!(FileLog::open(&path).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "a letter to somebody");
}

#[test]
fn a_sealed_log_tells_nothing_and_opens_with_its_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    let secret = b"seven people voted for the lamps".to_vec();
    let (mut sealed, before) = Sealed::open(Box::new(FileLog::open(&path).unwrap()), &[7; 32]).unwrap();
    assert!(before.is_empty());
    sealed.append(&[secret.clone(), secret.clone()]).unwrap();
    drop(sealed);
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(6).any(|w| secret.windows(6).any(|s| s == w)));
    let half = bytes.len() / 2;
    assert_ne!(
        bytes[half..],
        bytes[half - (bytes.len() - half)..half],
        "the same twice does not look the same"
    );
    assert!(Sealed::open(Box::new(FileLog::open(&path).unwrap()), &[8; 32]).is_err());
    let (_, opened) = Sealed::open(Box::new(FileLog::open(&path).unwrap()), &[7; 32]).unwrap();
    assert_eq!(opened, [secret.clone(), secret]);
}

#[test]
fn records_that_change_places_are_noticed() {
    let mut log = MemoryLog::default();
    let (mut sealed, _) = Sealed::open(Box::<MemoryLog>::default(), &[1; 32]).unwrap();
    sealed.append(&[record(1)]).unwrap();
    // Two records sealed for their places, read back the other way round.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.log");
    let (mut sealed, _) = Sealed::open(Box::new(FileLog::open(&path).unwrap()), &[1; 32]).unwrap();
    sealed.append(&[record(20), record(21)]).unwrap();
    drop(sealed);
    let mut records = FileLog::open(&path).unwrap().read().unwrap();
    records.reverse();
    log.append(&records).unwrap();
    assert!(Sealed::open(Box::new(log), &[1; 32]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_log_that_is_cut_anywhere_keeps_its_whole_records(cut in 0usize..2000, sizes in prop::collection::vec(0usize..60, 1..20)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        let records: Vec<Vec<u8>> = sizes.iter().map(|n| record(*n)).collect();
        let mut log = FileLog::open(&path).unwrap();
        let mark = fs::read(&path).unwrap().len();
        log.append(&records).unwrap();
        drop(log);
        let bytes = fs::read(&path).unwrap();
        let cut = (mark + cut).min(bytes.len());
        fs::File::create(&path).unwrap().write_all(&bytes[..cut]).unwrap();
        let mut log = FileLog::open(&path).unwrap();
        let kept = log.read().unwrap();
        prop_assert_eq!(&kept[..], &records[..kept.len()]);
        log.append(&[record(99)]).unwrap();
        drop(log);
        let again = FileLog::open(&path).unwrap().read().unwrap();
        prop_assert_eq!(again.len(), kept.len() + 1, "what is written after a cut is read");
    }
}
