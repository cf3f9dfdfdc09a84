/// One YAML with environment overrides becomes records; all mistakes are told at once, by key.
@NullMarked
package io.millrace.runtime.config;

import org.jspecify.annotations.NullMarked;
