/// The whole system on this machine with every part as a process of its own: whoever launches it can end,
/// kill, pause and measure each part, and nothing outlives the one who launched it.
@NullMarked
package io.millrace.cluster;

import org.jspecify.annotations.NullMarked;
