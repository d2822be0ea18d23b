/**
 * Keeps what is typed out of the browser's own files. Chromium writes the text of controls into its session history and its form memory
 * unless an input says `autocomplete=off` (Ant Design's selects say `new-password`), and for a text area only when its form says so. So every
 * control is marked as it enters the page; text areas join the empty form `no-history` of index.html.
 */
export function keepControlsPrivate(page: Document): void {
  const mark = (control: Element): void => {
    control.setAttribute('autocomplete', 'off');
    if (control instanceof HTMLTextAreaElement && !control.form) control.setAttribute('form', 'no-history');
  };
  const controls = 'input, textarea';
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(controls)) mark(node);
        for (const control of node.querySelectorAll(controls)) mark(control);
      }
  }).observe(page, { childList: true, subtree: true });
}
