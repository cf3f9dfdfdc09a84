/// What a service needs before it can serve, each dependency by name.
@NullMarked
package io.millrace.runtime.health;

import org.jspecify.annotations.NullMarked;
