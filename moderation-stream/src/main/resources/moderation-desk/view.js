// Draws an item. What users wrote becomes text nodes, never markup.
export const byId = (id) => document.getElementById(id);

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) {
    node.className = className;
  }
  node.append(...children);
  return node;
}

export function duration(seconds) {
  if (seconds < 60) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 3600) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

const KINDS = {
  held: 'Held message',
  flagged: 'Flagged message',
  report: 'Reported message',
  appeal: 'Appeal',
  ban_proposal: 'Proposed ban',
  raid: 'Raid',
};

export function drawQueue(waiting) {
  const entries = Object.entries(waiting).map(([kind, { count, oldestSeconds }]) =>
    element('li', '', `${kind.replace('_', ' ')}: ${count} (${duration(oldestSeconds)})`));
  byId('queue').replaceChildren(...entries);
}

// The text with the places that rules found marked; places that overlap become one.
function marked(text, reasons) {
  const places = reasons
    .filter((reason) => reason.spanStart !== null && reason.spanEnd !== null)
    .map((reason) => [Math.max(0, reason.spanStart), Math.min(text.length, reason.spanEnd)])
    .filter(([start, end]) => start < end)
    .sort((one, other) => one[0] - other[0]);
  const nodes = [];
  let at = 0;
  for (const [start, end] of places) {
    if (end <= at) {
      continue;
    }
    nodes.push(text.slice(at, Math.max(at, start)));
    nodes.push(element('mark', '', text.slice(Math.max(at, start), end)));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

function line(message, className) {
  const from = element('bdi', 'from', message.user || `anonymous ${message.client.slice(0, 8)}`);
  return element('li', className, from, ...[].concat(message.text));
}

function drawTalk(item) {
  const around = item.context ?? { before: [], after: [] };
  const lines = around.before.map((message) => line(message, ''));
  if (item.text !== null && item.text !== undefined) {
    const target = line({ user: item.foreign ? 'somebody else' : item.user, client: item.client,
      text: marked(item.text, item.reasons) }, 'target');
    target.setAttribute('aria-current', 'true');
    lines.push(target);
  } else if (item.messageId !== null) {
    lines.push(element('li', 'target', 'The message itself is not there any more.'));
  }
  lines.push(...around.after.map((message) => line(message, '')));
  if (lines.length === 0) {
    lines.push(element('li', '', 'There is no conversation to show.'));
  }
  byId('talk').replaceChildren(...lines);
  byId('talk').querySelector('.target')?.scrollIntoView({ block: 'nearest' });
}

function reasonText(reason) {
  const label = reason.label ? ` “${reason.label}”` : '';
  const score = reason.score === null ? '' : `, score ${reason.score.toFixed(2)}`;
  return `${reason.rule}${label}${score}${reason.action ? `: ${reason.action}` : ''}${reason.trial ? ' (on trial)' : ''}`;
}

function drawWhy(item) {
  const lines = item.reasons.map((reason) => element('li', '', reasonText(reason)));
  for (const [label, score] of Object.entries(item.scores)) {
    lines.push(element('li', '', `model: ${label} ${score.toFixed(2)}`));
  }
  for (const report of item.reportList) {
    lines.push(element('li', '', `reported by ${report.reporter ?? 'somebody'}: `, element('q', '', report.words)));
  }
  if (item.words && item.reportList.length === 0) {
    lines.push(element('li', '', element('q', '', item.words)));
  }
  if (item.foreign) {
    lines.push(element('li', 'overdue', 'It is about what is somebody else’s: it can only be dismissed.'));
  }
  if (lines.length === 0) {
    lines.push(element('li', '', 'No rule is named.'));
  }
  byId('why').replaceChildren(...lines);
}

function drawPast(item) {
  const lines = item.sanctions.map((sanction) =>
    element('li', '', `${sanction.kind}${sanction.active ? ' (active)' : ''} by ${sanction.actor}: ${sanction.reason}`));
  for (const verdict of item.verdicts) {
    const rules = verdict.reasons.map((reason) => reason.rule).join(', ');
    lines.push(element('li', '', `${verdict.verdict}${rules ? ` for ${rules}` : ''}, ${new Date(verdict.decidedAt).toLocaleString()}`));
  }
  if (lines.length === 0) {
    lines.push(element('li', '', 'Nothing is known.'));
  }
  byId('past').replaceChildren(...lines);
}

export function drawItem(item) {
  byId('item-title').textContent = KINDS[item.kind] ?? item.kind;
  const facts = [
    ['Age', element('span', item.overdue ? 'overdue' : '', duration(item.ageSeconds) + (item.overdue ? ', overdue' : ''))],
    ['Author', element('bdi', '', item.user || 'anonymous')],
    ['Room', element('bdi', '', item.room || 'none')],
  ];
  if (item.reports > 0) {
    facts.push(['Reports', String(item.reports)]);
  }
  if (item.expiresAt !== null) {
    facts.push(['Decided by itself', new Date(item.expiresAt).toLocaleString()]);
  }
  byId('facts').replaceChildren(
    ...facts.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)]));
  drawTalk(item);
  drawWhy(item);
  drawPast(item);
}
