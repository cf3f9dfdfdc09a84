/// Identifiers as types, each with its one text form; a value that exists is valid.
@NullMarked
package io.millrace.id;

import org.jspecify.annotations.NullMarked;
