/// Reads the archive of rooms; whoever reads neither blocks the writer nor changes anything.
@NullMarked
package io.millrace.history;

import org.jspecify.annotations.NullMarked;
