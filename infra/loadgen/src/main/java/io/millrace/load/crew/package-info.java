/// One run by one or several processes: whatever happens, every worker of a run ends with it.
///
/// The first process leads. The others are children of it; they read `go PHASE NANOS` and `stop` from their
/// standard input and end when it ends, and write `ready PHASE`, `second JSON`, `finished JSON` and `failed WHY`
/// to their standard output.
@NullMarked
package io.millrace.load.crew;

import org.jspecify.annotations.NullMarked;
