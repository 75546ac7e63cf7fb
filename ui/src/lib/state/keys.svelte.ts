import { untrack } from 'svelte';

/** What a key does, and how the help page says it. */
export interface Binding {
  /** `Ctrl+K`, `g o` (one after the other), `ArrowUp`, `?`. Ctrl also means Cmd. */
  keys: readonly string[];
  say: string;
  /** Part of the help page. */
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Works in text fields too: for keys with Ctrl, and Escape. */
  everywhere?: boolean;
}

const storage = 'single-keys';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select'));

/** Name of the pressed key with its modifiers, as a binding writes it. */
export function nameOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const key = event.key.length === 1 && control ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (control || event.key.length > 1) ? 'Shift+' : '';
  return `${control}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

/** The keys in force, and whether single letters are among them (WCAG 2.2, 2.1.4). */
class Keys {
  bindings = $state.raw<readonly Binding[]>([]);
  single = $state(true);
  #before: { key: string; at: number } | undefined;

  read(): void {
    try {
      this.single = localStorage.getItem(storage) !== 'off';
    } catch {
      this.single = true;
    }
  }

  toggleSingle = (): void => {
    this.single = !this.single;
    try {
      localStorage.setItem(storage, this.single ? 'on' : 'off');
    } catch {
      // The choice then lasts until the page is left.
    }
  };

  /** Puts bindings in force until the returned function is called; later ones win. */
  bind(added: readonly Binding[]): () => void {
    this.bindings = [...added, ...this.bindings];
    return () => (this.bindings = this.bindings.filter((binding) => !added.includes(binding)));
  }

  press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const isSingle = !name.includes('+') && event.key.length === 1;
    const inText = typing(event.target);
    if (isSingle && (!this.single || inText)) return;
    // A dialog or a menu that is open answers its own keys.
    const inLayer =
      event.target instanceof Element &&
      event.target.closest('dialog, [role=dialog], [role=menu]') !== null;
    const sequence =
      this.#before && event.timeStamp - this.#before.at < 1_000
        ? `${this.#before.key} ${name}`
        : undefined;
    this.#before = isSingle ? { key: name, at: event.timeStamp } : undefined;
    const allowed = (binding: Binding) =>
      binding.everywhere === true || (!inText && !inLayer && !onControl(event));
    const found =
      this.bindings.find((b) => sequence && b.keys.includes(sequence) && allowed(b)) ??
      this.bindings.find((b) => b.keys.includes(name) && allowed(b));
    if (!found) return;
    event.preventDefault();
    if (sequence && found.keys.includes(sequence)) this.#before = undefined;
    found.run(event);
  };
}

/** Enter and Space belong to the control that has the focus; Space does nothing on a link. */
function onControl({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const pressed = 'button, summary, [role=button], [role=checkbox], [type=checkbox]';
  if (key === ' ') return target.closest(pressed) !== null;
  return key === 'Enter' && target.closest(`a, ${pressed}`) !== null;
}

export const keys = new Keys();

/** Puts bindings in force while a component is shown. */
export function bindKeys(bindings: () => readonly Binding[]): void {
  $effect(() => {
    const added = bindings();
    return untrack(() => keys.bind(added));
  });
}
