/// Combines what the rules found into one verdict; pure, and a verdict names the policy it came from.
@NullMarked
package io.millrace.moderation.policy;

import org.jspecify.annotations.NullMarked;
