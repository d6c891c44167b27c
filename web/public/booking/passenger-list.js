import { byId, element } from '../shared/element.js';

const MOST = 9;

/** The passengers, one to nine. Calls `onChange` when their number changes. */
export class PassengerList {
  #list = byId('passengers');
  #add = byId('add-passenger');
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
    this.#add.addEventListener('click', () => {
      this.#append();
      this.#list.lastElementChild?.querySelector('input')?.focus();
      this.#onChange();
    });
    this.#append();
  }

  get count() {
    return this.#list.children.length;
  }

  /** The names as typed, without spaces around them. */
  get passengers() {
    return Array.from(this.#list.children, (item) => {
      const [given, family] = item.querySelectorAll('input');
      return { givenName: given.value.trim(), familyName: family.value.trim() };
    });
  }

  /** Marks the inputs that the server found fault with; no faults clears the marks. */
  markFaults(faults) {
    const pointers = new Set(faults.map((fault) => String(fault?.pointer ?? '')));
    for (const input of this.#list.querySelectorAll('input')) {
      if (pointers.has(input.dataset.pointer)) {
        input.setAttribute('aria-invalid', 'true');
      } else {
        input.removeAttribute('aria-invalid');
      }
    }
  }

  #append() {
    const remove = element('button', { type: 'button' }, 'Remove');
    const item = element('li', {}, nameField('Given name'), nameField('Family name'), remove);
    remove.addEventListener('click', () => {
      item.remove();
      this.#number();
      this.#add.focus();
      this.#onChange();
    });
    this.#list.append(item);
    this.#number();
  }

  /** Names follow the place in the list, so they are given anew when it changes. */
  #number() {
    Array.from(this.#list.children).forEach((item, index) => {
      const [given, family] = item.querySelectorAll('input');
      given.dataset.testid = `given-name-${String(index)}`;
      family.dataset.testid = `family-name-${String(index)}`;
      given.dataset.pointer = `/passengers/${String(index)}/givenName`;
      family.dataset.pointer = `/passengers/${String(index)}/familyName`;
      const remove = item.querySelector('button');
      remove.hidden = this.count === 1;
      remove.setAttribute('aria-label', `Remove passenger ${String(index + 1)}`);
      item.setAttribute('aria-label', `Passenger ${String(index + 1)}`);
    });
    this.#add.disabled = this.count >= MOST;
  }
}

function nameField(label) {
  return element(
    'label',
    {},
    label,
    // The pattern asks for one character that is not a space: the server takes no blank names.
    element('input', {
      type: 'text',
      required: true,
      maxlength: 100,
      pattern: '.*\\S.*',
      autocomplete: 'off',
    }),
  );
}
