// The way to an element from the top of its document, as a selector: for the scripts that name elements.
const pathOf = (element) => {
  const parts = [];
  for (let node = element; node && node.nodeType === 1 && parts.length < 30; node = node.parentElement) {
    if (node.id && /^[A-Za-z][\w-]*$/.test(node.id) && document.querySelectorAll(`#${node.id}`).length === 1) {
      parts.unshift(`#${node.id}`);
      break;
    }
    const name = node.tagName.toLowerCase();
    const same = node.parentElement ? [...node.parentElement.children].filter((one) => one.tagName === node.tagName) : [];
    parts.unshift(same.length > 1 ? `${name}:nth-of-type(${same.indexOf(node) + 1})` : name);
  }
  return parts.join(" > ").slice(0, 500);
};
