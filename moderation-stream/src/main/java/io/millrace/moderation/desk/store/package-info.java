/// The tables of the desk: rows, positions and outgoing records commit together. The only package that knows
/// SQL.
@NullMarked
package io.millrace.moderation.desk.store;

import org.jspecify.annotations.NullMarked;
