/// Transformers of random weights in the files of real ones: equal shapes and seeds make equal files.
@NullMarked
package io.millrace.modelkit;

import org.jspecify.annotations.NullMarked;
