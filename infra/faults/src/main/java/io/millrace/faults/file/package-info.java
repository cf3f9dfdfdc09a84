/// Reads the histories that load generators write, so that the same promises are checked; a line that is not
/// understood is an error and never skipped.
@NullMarked
package io.millrace.faults.file;

import org.jspecify.annotations.NullMarked;
