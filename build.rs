//! Tells cargo that the binary carries these two folders; it generates nothing.
fn main() {
    println!("cargo:rerun-if-changed=scenarios");
    println!("cargo:rerun-if-changed=assets");
}
