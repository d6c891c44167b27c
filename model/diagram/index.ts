/** What models look like: the diagrams of a file, and a drawer of them. */
export {
  diagramStyle,
  drawDiagram,
  escapeMarkup,
  type DrawOptions,
  type Mark,
} from './draw/draw-diagram.js';
export { readDiagrams } from './read-diagrams.js';
export type { Bounds, Diagram, DiagramEdge, DiagramShape, Point } from './types.js';
