/// Who may connect and what a client may do in a room; pure decisions, time as an argument.
@NullMarked
package io.millrace.edge.admission;

import org.jspecify.annotations.NullMarked;
