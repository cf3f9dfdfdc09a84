/// Models in files of ONNX with a tokenizer beside them; the only package that loads native code.
@NullMarked
package io.millrace.moderation.scorer.onnx;

import org.jspecify.annotations.NullMarked;
