import sheet from '../styles/graph.css?raw';
import { measure, type Layout } from '../graph/layered.ts';

/** Values that the drawing's rules use, as they are now, so that the file needs no other. */
function tokensOf(svg: SVGSVGElement): string {
  const style = getComputedStyle(svg);
  const names = new Set([...sheet.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name));
  for (const name of ['--p', '--pt']) names.delete(name);
  return [...names]
    .map((name) => `${name}:${style.getPropertyValue(name).trim()}`)
    .filter((rule) => !rule.endsWith(':'))
    .join(';');
}

/** Colours of each plane in use, which hang on classes of the nodes. */
function planesOf(svg: SVGSVGElement): string {
  const planes = new Map<string, string>();
  for (const node of svg.querySelectorAll<SVGGElement>('.node')) {
    const style = getComputedStyle(node);
    const plane = [...node.classList].find((name) => style.getPropertyValue(`--p-${name}`) !== '');
    if (plane)
      planes.set(
        plane,
        `.g .${plane}{--p:${style.getPropertyValue('--p')};--pt:${style.getPropertyValue('--pt')}}`,
      );
  }
  return [...planes.values()].join('');
}

/** The drawing as a file of its own: the whole of it, in the colours of the screen. */
export function svgText(svg: SVGSVGElement, { width, height }: Layout): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [w, h] = [width + 40, height + measure.height];
  copy.removeAttribute('style');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `-16 -8 ${w} ${h}`);
  copy.setAttribute('width', String(w));
  copy.setAttribute('height', String(h));
  copy.querySelector('g')?.removeAttribute('transform');
  for (const head of copy.querySelectorAll<SVGTextElement>('.hop')) {
    head.setAttribute('x', head.dataset['x'] ?? '0');
    head.removeAttribute('data-x');
  }
  for (const hit of copy.querySelectorAll('.hit')) hit.remove();
  for (const of of copy.querySelectorAll('[tabindex], [data-node], [data-edge]'))
    for (const name of ['tabindex', 'data-node', 'data-edge', 'aria-pressed', 'role'])
      of.removeAttribute(name);
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = `.g{${tokensOf(svg)}}${planesOf(svg)}${sheet}`;
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ x: -16, y: -8, width: w, height: h }))
    paper.setAttribute(name, String(value));
  paper.setAttribute('class', 'lbg');
  copy.prepend(style, paper);
  return new XMLSerializer().serializeToString(copy);
}
