// Shows how far a deposit has got; without this file the form works all the same.
const form = document.querySelector('form[enctype="multipart/form-data"]');
const sending = form?.querySelector(".sending");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  const bar = sending.querySelector("progress");
  sending.hidden = false;
  form.querySelector("button").disabled = true;
  request.upload.addEventListener("progress", (sent) => {
    bar.value = (100 * sent.loaded) / sent.total;
    sending.querySelector("span").textContent = `${Math.round(bar.value)} %`;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else form.submit();
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
});
