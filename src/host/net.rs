//! Where a room can be reached: addresses, ports, names, and how many may come.
//!
//! The invariant: a room listens at one address, and the names it answers to are those of this address.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
};

/// Ports that are tried, the first that is free.
const PORTS: std::ops::Range<u16> = 8080..8100;

/// Where phones could reach this laptop: name of the interface and address.
#[must_use]
pub fn addresses() -> Vec<(String, IpAddr)> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let mut found: Vec<(String, IpAddr)> = all
        .into_iter()
        .filter(|i| !i.is_loopback() && !i.is_link_local())
        .map(|i| (i.name.clone(), i.ip()))
        .filter(|(_, ip)| ip.is_ipv4())
        .collect();
    // A network of one's own before one that leads out.
    found.sort_by_key(|(_, ip)| !matches!(ip, IpAddr::V4(v4) if v4.is_private()));
    found
}

/// Listens where it was asked to: an address, an address and port, or the first that phones could reach.
///
/// # Errors
/// What the system said, or an address that is none.
pub fn listen(bind: Option<&str>) -> io::Result<TcpListener> {
    if let Some(bind) = bind {
        if let Ok(address) = bind.parse::<SocketAddr>() {
            return TcpListener::bind(address);
        }
        let no = || {
            let why = format!("`{bind}` is no address; write one as in 192.168.1.10 or 192.168.1.10:8080");
            io::Error::new(io::ErrorKind::InvalidInput, why)
        };
        return on(bind.parse().map_err(|_error| no())?);
    }
    on(addresses().first().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |(_, ip)| *ip))
}

fn on(ip: IpAddr) -> io::Result<TcpListener> {
    let mut last = None;
    for port in PORTS {
        match TcpListener::bind((ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// How many connections there may be: a stream and a question for each seat, and some for walls and the curious.
pub(super) const fn connections(seats: usize) -> usize {
    seats * 2 + 64
}

/// Asks the system for as many open files as there may be connections; where it will not, fewer phones get in.
#[cfg(unix)]
pub(super) fn more_files(wanted: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let wanted = wanted as u64 + 128;
    if now.current.is_some_and(|n| n < wanted) {
        let current = now.maximum.map_or(wanted, |most| most.min(wanted));
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum: now.maximum });
    }
}

#[cfg(not(unix))]
pub(super) fn more_files(_: usize) {}

/// The names by which an address is asked for.
pub(super) fn names(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let with = |ip: IpAddr| match (ip, port) {
        (IpAddr::V4(ip), 80) => ip.to_string(),
        (IpAddr::V4(ip), _) => format!("{ip}:{port}"),
        (IpAddr::V6(ip), _) => format!("[{ip}]:{port}"),
    };
    let mut names = Vec::new();
    if address.ip().is_unspecified() {
        names.extend(addresses().into_iter().map(|(_, ip)| with(ip)));
        names.push(with(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    } else {
        names.push(with(address.ip()));
    }
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        names.push(format!("localhost:{port}"));
    }
    names
}

/// What a phone's camera reads to join a Wi-Fi: some letters are marked, as its makers ask.
pub(super) fn wifi(name: &str, password: &str) -> String {
    let marked = |text: &str| -> String {
        text.chars()
            .flat_map(|c| ['\\'].into_iter().filter(move |_| r#"\;,:""#.contains(c)).chain([c]))
            .collect()
    };
    if password.is_empty() {
        return format!("WIFI:T:nopass;S:{};;", marked(name));
    }
    format!("WIFI:T:WPA;S:{};P:{};;", marked(name), marked(password))
}
