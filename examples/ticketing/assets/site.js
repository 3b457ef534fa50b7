// A site that keeps nothing reserves nothing: it asks who would have answered.
for (const button of document.querySelectorAll('button[data-title]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const response = await fetch('/api/whoami');
    const { zone } = await response.json();
    button.textContent = `Kept for you in ${zone}`;
  });
}

// Without this script the form sends itself, and the page comes anew.
for (const form of document.querySelectorAll('form.reserve')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { seat, reservation } = Object.fromEntries(new FormData(form));
    const [button, output] = [form.querySelector('button'), form.querySelector('output')];
    button.disabled = true;
    output.textContent = '…';
    output.textContent = await reserve({ seat, reservation });
    button.disabled = false;
  });

  async function reserve(wanted) {
    try {
      const response = await fetch('/api/reservations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wanted),
      });
      const answer = await response.json();
      if (!response.ok && response.status !== 409) return `Not reserved: ${answer.error}`;
      // Whosever it is now, it is nobody else's: the next one is another reservation.
      form.querySelector(`option[value="${wanted.seat}"]`)?.remove();
      form.elements.reservation.value = crypto.randomUUID();
      const name = wanted.seat.split('-').at(-1);
      return response.ok ? `${name} is yours, kept in ${answer.region}` : `${name} is taken`;
    } catch {
      return 'No answer came. Try again: it is the same reservation';
    }
  }
}
