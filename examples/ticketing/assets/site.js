// Reserves nothing; shows that the script came, and asks who would have answered.
for (const button of document.querySelectorAll('button[data-title]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const response = await fetch('/api/whoami');
    const { zone } = await response.json();
    button.textContent = `Kept for you in ${zone}`;
  });
}
