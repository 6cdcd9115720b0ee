(element, mark) => {
  const number = /^\d/.test(mark);
  let host = document.getElementById("reperes");
  if (!host) {
    host = document.createElement("div");
    host.id = "reperes";
    host.setAttribute("aria-hidden", "true");
    document.documentElement.append(host);
    host.attachShadow({ mode: "open" });
  }
  const choice = ["radio", "checkbox"].includes(element.type);
  const target = (choice && element.closest(".choix, .coche, label")) || element;
  const box = target.getBoundingClientRect();
  const pad = 5, size = 30;
  const rise = choice ? 0 : pad; // a choice has room of its own, and a title close above
  const left = Math.max(3, box.left + scrollX - pad);
  const right = Math.min(document.documentElement.clientWidth - 3, box.right + scrollX + pad);
  const top = Math.max(3, box.top + scrollY - rise);
  const bottom = box.bottom + scrollY + rise;
  const colour = number ? "#b3005e" : "#0b5f6b";
  const place = (style) => {
    const drawn = document.createElement("div");
    Object.assign(drawn.style, { position: "absolute", boxSizing: "border-box", zIndex: 99, pointerEvents: "none" }, style);
    host.shadowRoot.append(drawn);
    return drawn;
  };
  place({
    left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px`,
    border: `3px ${number ? "solid" : "dashed"} ${colour}`, borderRadius: "10px",
  });
  const badge = place({
    left: `${Math.min(right - size / 3, document.documentElement.clientWidth - size - 2)}px`,
    top: `${Math.max(2, top - size * 2 / 3)}px`, zIndex: 100,
    width: `${size}px`, height: `${size}px`, borderRadius: number ? "50%" : "6px",
    background: colour, color: "#fff", border: "2px solid #fff", boxShadow: "0 1px 4px #0006",
    font: `700 16px/${size - 4}px system-ui, sans-serif`, textAlign: "center",
  });
  badge.textContent = mark;
  return [left, top, right, bottom];
}
