/// Moves topics into tables exactly once: the positions lie beside the rows.
@NullMarked
package io.millrace.history.intake;

import org.jspecify.annotations.NullMarked;
