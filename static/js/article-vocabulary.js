// What a body may hold, as the editor knows it: the vocabulary of articles/richtext.py and nothing else.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, Italic, ListItem, Mark, Node,
  Paragraph, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text,
} from "../django_prose_editor/editor.js";

const CLASSES = ["byline", "turn", "signature"];
const WITHIN = "(paragraph | bulletList | orderedList)";

const Story = Document.extend({ content: "(block | figure)+" });

// `kind` is the class of a byline, a turn line or a signature; the paragraph after it is an ordinary one.
const Kinds = Paragraph.extend({
  addAttributes() {
    const kind = {
      default: null,
      keepOnSplit: false,
      parseHTML: (element) => CLASSES.find((name) => element.classList.contains(name)) ?? null,
      renderHTML: ({ kind }) => (kind ? { class: kind } : {}),
    };
    return { kind };
  },
});

const Numbers = BulletList.extend({
  name: "orderedList",
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: () => ["ol", 0],
  addCommands() {
    return { toggleOrderedList: () => ({ commands }) => commands.toggleList(this.name, this.options.itemTypeName) };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() };
  },
});

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

// A reading above a word: kept whole, not written here. Its parts are pairs of an element's name, or none, and a text.
const Ruby = Node.create({
  name: "ruby",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes() {
    const parts = (element) => [...element.childNodes].map((node) => [node.localName ?? "", node.textContent]);
    return { parts: { default: [], parseHTML: parts, renderHTML: () => ({}) } };
  },
  parseHTML: () => [{ tag: "ruby" }],
  renderHTML: ({ node }) => ["ruby", ...node.attrs.parts.map(([name, text]) => (name ? [name, text] : text))],
  renderText: ({ node }) => node.attrs.parts.filter(([name]) => !name).map(([, text]) => text).join(""),
});

const Captioned = Table.extend({
  addAttributes() {
    const caption = (element) => element.querySelector("caption")?.textContent ?? null;
    return { caption: { default: null, parseHTML: caption, renderHTML: () => ({}) } };
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node }) {
    const { caption } = node.attrs;
    const body = ["tbody", 0];
    return caption ? ["table", ["caption", { contenteditable: "false" }, caption], body] : ["table", body];
  },
});

const HeadCell = TableHeader.extend({
  content: `${WITHIN}+`,
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } };
  },
});

// `draw` gives an element that shows the figure of a key.
const figure = (draw) => Node.create({
  name: "figure",
  group: "figure",
  atom: true,
  draggable: true,
  addAttributes() {
    const key = {
      default: "",
      parseHTML: (element) => element.dataset.figure,
      renderHTML: ({ key }) => ({ "data-figure": key }),
    };
    return { key };
  },
  parseHTML: () => [{ tag: "figure[data-figure]" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
  addNodeView: () => ({ node }) => ({ dom: draw(node.attrs.key) }),
});

export function vocabulary(draw) {
  return [
    Story, Kinds, Text, Heading.configure({ levels: [3, 4] }), Bold, Italic, Subscript, Superscript, HardBreak,
    BulletList, Numbers, ListItem.extend({ content: `paragraph ${WITHIN}*` }), Blockquote.extend({ content: `${WITHIN}+` }),
    Link, Ruby, Captioned, TableRow, TableCell.extend({ content: `${WITHIN}+` }), HeadCell, figure(draw),
    History, Dropcursor, Gapcursor,
  ];
}
