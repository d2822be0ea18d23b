/** What Ant Design calls its own parts, and the word for it here; '' takes the name away. */
const words: Readonly<Record<string, string>> = { Close: '关闭', 'segmented control': '', 'Select all': '全选' };
const rowName = /^Select row (\d+)$/;
const named = [
  '.anticon[aria-label]',
  '[aria-label^="Select row "]',
  ...Object.keys(words).map((name) => `[aria-label="${name}"]`),
].join(', ');

/**
 * Icons only decorate, and Ant Design names them in English (search, caret-down), as it does some of its own controls: what reads the
 * page aloud must not say them. Watches all of `root`, since dialogs stand beside the page.
 */
export function quietIcons(root: HTMLElement): void {
  const rename = (element: Element): void => {
    const name = element.getAttribute('aria-label') ?? '';
    const row = rowName.exec(name)?.[1];
    const word = row ? `选第 ${row} 行` : (words[name] ?? '');
    if (word === '') element.removeAttribute('aria-label');
    else element.setAttribute('aria-label', word);
    // A sign that can be pressed is a control of its own.
    if (element.matches('.anticon:not([tabindex])')) element.setAttribute('aria-hidden', 'true');
  };
  const visit = (node: Node): void => {
    if (!(node instanceof Element)) return;
    if (node.matches(named)) rename(node);
    for (const element of node.querySelectorAll(named)) rename(element);
  };
  visit(root);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) visit(node);
  }).observe(root, { childList: true, subtree: true });
}
