const focusable =
  'input:not([disabled]):not([type=hidden]), textarea:not([disabled]), button:not([disabled]), [tabindex]:not([tabindex="-1"]), a[href]';

/** Puts the focus into the field with this dotted path (`items.3.length`), or the nearest one above it that is on the page. */
export function focusField(path: string): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const holder = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(at)}"]`);
    if (!holder) continue;
    holder.scrollIntoView({ block: 'center' });
    const target = holder.matches(focusable) ? holder : holder.querySelector<HTMLElement>(focusable);
    (target ?? holder).focus();
    if (target instanceof HTMLInputElement && target.type === 'text') target.select();
    return true;
  }
  return false;
}

/** Moves to the next panel (or the one before) and into its list or first control; a list outside all panels counts as one. */
export function focusNextPanel(back = false): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel], [data-list]')].filter(
    (panel) => panel.offsetParent !== null && panel.parentElement?.closest('[data-panel]') == null,
  );
  if (panels.length === 0) {
    const page = document.querySelector<HTMLElement>('.page-body');
    if (page) focusWithin(page);
    return;
  }
  const now = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels.at((now + (back ? -1 : 1) + panels.length) % panels.length);
  if (next) focusWithin(next);
}

/** Into the element's list (`data-list`) if it has one, else its first control, else the element itself. */
function focusWithin(element: HTMLElement): void {
  const list = element.matches('[data-list]') ? element : element.querySelector<HTMLElement>('[data-list]');
  const place = list ?? element;
  const target = list?.hasAttribute('tabindex') ? list : (place.querySelector<HTMLElement>(focusable) ?? element);
  target.focus();
}
