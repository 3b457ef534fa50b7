import type { Template } from './template.ts';

const MAIN = `package main

import (
	"fmt"
	"html"
	"log"
	"net/http"
	"os"
)

func main() {
	domain := html.EscapeString(os.Getenv("SITE_DOMAIN"))
	region := html.EscapeString(os.Getenv("AWS_REGION"))

	// Load balancers and Route 53 ask this: answer 200 only while visitors can be served.
	http.HandleFunc("/healthz", func(response http.ResponseWriter, request *http.Request) {
		fmt.Fprintln(response, "ok")
	})
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("content-type", "text/html; charset=utf-8")
		fmt.Fprintf(response, "<!doctype html>\\n<title>%[1]s</title>\\n<h1>%[1]s</h1>\\n<p>Served from %[2]s.</p>\\n", domain, region)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
`;

export const goTemplate: Template = {
  what: 'an app in Go, compiled when the image is built',
  kind: 'app',
  files: {
    'main.go': MAIN,
    'go.mod': 'module site\n\ngo 1.19\n',
    Procfile: 'web: ./web-app\n',
  },
  ignored: ['web-app'],
};
