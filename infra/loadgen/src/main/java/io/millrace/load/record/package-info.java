/// What a run measured: every thread writes on a lane of its own, and whatever is added up later, of threads,
/// of seconds or of processes, adds up exactly.
///
/// # Histories
///
/// A [History] is a file that a checker reads: one JSON object a line, members in the order below. Lines of one
/// subscriber are in the order in which it saw things; lines of different ones may be mixed in any way. `t`
/// is a reading of `System.nanoTime()`, comparable between the processes of one machine.
///
/// | event | members | meaning |
/// |---|---|---|
/// | `inv` | `t`, `e`, `client`, `room`, `id`, `hash` | a client sends a publication for the first time |
/// | `ok` | `t`, `e`, `id`, `epoch`, `offset` | it learned that the publication has that place |
/// | `fail` | `t`, `e`, `id`, `code` | it learned that the publication was refused and will never appear |
/// | `info` | `t`, `e`, `id` | it never learned: the publication may be there or not |
/// | `sub` | `t`, `e`, `session`, `room`, `epoch`, `offset` | a subscription began; the next is `offset` + 1 |
/// | `dlv` | `t`, `e`, `session`, `room`, `epoch`, `offset`, `id`, `hash` | a publication arrived |
/// | `rst` | `t`, `e`, `session`, `room`, `epoch`, `offset` | as `sub`, when nothing was recovered |
///
/// `client` and `session` name the same numbered client in both roles, through all its reconnects. A
/// subscription that was recovered goes on without an event. `hash` is eight hexadecimal digits over the
/// payload. `epoch` is empty where the sender is not told one.
@NullMarked
package io.millrace.load.record;

import org.jspecify.annotations.NullMarked;
