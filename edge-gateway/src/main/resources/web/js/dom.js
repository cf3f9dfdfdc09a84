// Small helpers for the document. Text from others only ever becomes a text node.

export const byId = (id) => document.getElementById(id);

/** An element with properties set and children appended; a string child is text. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") {
      Object.assign(node.dataset, value);
    } else if (name.includes("-") || name === "role") {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Sets a text only when it is another one, so that nothing is announced twice. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
