/**
 * Makes an element. Data goes in as text and as attribute values only, so nothing in it can become
 * markup. Attributes with the value `undefined` or `false` are left out; `true` means present.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element with this id; throws when the page lacks it. */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no element "${id}".`);
  }
  return found;
}

/** Puts text into a live region only when it changed, so that it is read out once. */
export function say(region, text) {
  if (region.textContent !== text) {
    region.textContent = text;
  }
}

/** Fills a `<dl>` from pairs of term and description; pairs without a description are left out. */
export function fillFacts(list, pairs) {
  list.replaceChildren(
    ...pairs
      .filter(([, description]) => description !== undefined && description !== '')
      .flatMap(([term, description]) => [element('dt', {}, term), element('dd', {}, description)]),
  );
}
