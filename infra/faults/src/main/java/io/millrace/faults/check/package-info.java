/// Says from what clients, log and database recorded whether the promises were kept; pure.
@NullMarked
package io.millrace.faults.check;

import org.jspecify.annotations.NullMarked;
