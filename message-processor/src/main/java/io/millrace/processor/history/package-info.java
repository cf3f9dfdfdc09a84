/// The archive: every persistent event exactly once in PostgreSQL, because rows and position commit together.
/// The only package that knows SQL.
@NullMarked
package io.millrace.processor.history;

import org.jspecify.annotations.NullMarked;
