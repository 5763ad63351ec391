//! The packs are read into the binary by a macro that cargo does not see through.

#[allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=rules");
}
