/// The only package that knows the schema registry.
@NullMarked
package io.millrace.serde;

import org.jspecify.annotations.NullMarked;
