/// The fault matrix: one fault on one component under a steady load at a time, judged by the whole history. A
/// cell that is printed as kept has been checked; nothing is assumed.
@NullMarked
package io.millrace.faults.matrix;

import org.jspecify.annotations.NullMarked;
