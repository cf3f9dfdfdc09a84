/// What message-processor is told, as records that cannot be wrong; depends on no other part of the service.
@NullMarked
package io.millrace.processor.config;

import org.jspecify.annotations.NullMarked;
