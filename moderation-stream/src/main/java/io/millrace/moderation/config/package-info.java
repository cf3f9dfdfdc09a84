/// What moderation-stream is told, as records that cannot be wrong; depends on no other part of the service.
@NullMarked
package io.millrace.moderation.config;

import org.jspecify.annotations.NullMarked;
