/* Brings the page's figures to life without a kernel: their code and their state are saved in the page.
   Each figure is an anywidget. Here it gets a model that remembers what is set and tells who listens. */
(() => {
  const saved = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  if (!saved) return;
  const states = JSON.parse(saved.textContent).state;

  const modelOf = (state) => {
    const listeners = {};
    return {
      get: (name) => state[name],
      set(name, value) {
        if (state[name] === value) return;
        state[name] = value;
        for (const listener of [...(listeners[`change:${name}`] ?? [])]) listener();
      },
      save_changes() {},
      send() {},
      on: (event, listener) => (listeners[event] ??= new Set()).add(listener),
      off: (event, listener) => listeners[event]?.delete(listener),
    };
  };

  const styles = new Set();
  async function wake(place) {
    const state = states[place.dataset.modelId]?.state;
    if (!state?._esm) return;
    const still = [...place.childNodes];
    try {
      if (!styles.has(state._css)) {
        styles.add(state._css);
        document.head.append(Object.assign(document.createElement("style"), { textContent: state._css }));
      }
      const address = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
      const { default: figure } = await import(address);
      URL.revokeObjectURL(address);
      await figure.render({ model: modelOf(state), el: place });
    } catch (error) {
      place.replaceChildren(...still);
      console.error("A figure stays still:", error);
    }
  }
  document.querySelectorAll(".live-figure").forEach(wake);
})();
