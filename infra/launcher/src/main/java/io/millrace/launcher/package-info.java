/// The whole system in one process and two children, for one machine: what is started here is stopped here.
@NullMarked
package io.millrace.launcher;

import org.jspecify.annotations.NullMarked;
