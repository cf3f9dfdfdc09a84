/// The rooms that sessions of this edge follow: what a subscriber got is complete and in order.
@NullMarked
package io.millrace.edge.room;

import org.jspecify.annotations.NullMarked;
