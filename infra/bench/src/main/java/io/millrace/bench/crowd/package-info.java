/// Many members of rooms on few threads: what benchmarks of connections let happen to an edge. A member's
/// state is touched on its own event loop only.
@NullMarked
package io.millrace.bench.crowd;

import org.jspecify.annotations.NullMarked;
