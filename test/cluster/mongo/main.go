// A stand-in for the image `mongo`: FerretDB 1 with SQLite files speaks MongoDB's wire protocol and follows that image's
// conventions as far as a manifest can see them: data in /data/db, port 27017, and a root user made from
// MONGO_INITDB_ROOT_USERNAME and MONGO_INITDB_ROOT_PASSWORD (or their _FILE forms) when the folder is empty.
// Of mongod's options --port, --bind_ip and --dbpath are obeyed; others are accepted and have no effect.
package main

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/FerretDB/FerretDB/internal/clientconn"
	"github.com/FerretDB/FerretDB/internal/clientconn/connmetrics"
	"github.com/FerretDB/FerretDB/internal/handler/registry"
	"github.com/FerretDB/FerretDB/internal/util/password"
	"github.com/FerretDB/FerretDB/internal/util/state"
)

// option returns the value of mongod's option name, given as "--name value" or "--name=value".
func option(name, otherwise string) string {
	for i, arg := range os.Args {
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			return value
		}
		if arg == "--"+name && i+1 < len(os.Args) {
			return os.Args[i+1]
		}
	}
	return otherwise
}

// secret returns a variable's value, or the content of the file that its _FILE form names.
func secret(name string) (string, error) {
	value, file := os.Getenv(name), os.Getenv(name+"_FILE")
	if file == "" {
		return value, nil
	}
	if value != "" {
		return "", fmt.Errorf("error: both %s and %s_FILE are set (but are exclusive)", name, name)
	}
	content, err := os.ReadFile(file)
	return strings.TrimRight(string(content), "\r\n"), err
}

func run() error {
	folder := option("dbpath", "/data/db")
	address := net.JoinHostPort(option("bind_ip", "0.0.0.0"), option("port", "27017"))
	user, err := secret("MONGO_INITDB_ROOT_USERNAME")
	if err != nil {
		return err
	}
	pass, err := secret("MONGO_INITDB_ROOT_PASSWORD")
	if err != nil {
		return err
	}
	if (user == "") != (pass == "") {
		return fmt.Errorf("error: missing 'MONGO_INITDB_ROOT_USERNAME' or 'MONGO_INITDB_ROOT_PASSWORD': both must be specified")
	}
	if err = os.MkdirAll(folder, 0o700); err != nil {
		return err
	}

	provider, err := state.NewProvider("")
	if err != nil {
		return err
	}
	if err = provider.Update(func(s *state.State) {
		s.DisableTelemetry()
		s.TelemetryLocked = true
	}); err != nil {
		return err
	}
	metrics := connmetrics.NewListenerMetrics()
	options := &registry.NewHandlerOpts{
		Logger:        slog.Default(),
		ConnMetrics:   metrics.ConnMetrics,
		StateProvider: provider,
		TCPHost:       address,
		SQLiteURL:     "file:" + folder + "/",
		TestOpts:      registry.TestOpts{CappedCleanupPercentage: 10, BatchSize: 100},
	}
	if user != "" {
		options.EnableNewAuth = true
		options.SetupDatabase, options.SetupUsername = "admin", user
		options.SetupPassword = password.WrapPassword(pass)
		options.SetupTimeout = time.Minute
	}
	handler, closeBackend, err := registry.NewHandler("sqlite", options)
	if closeBackend != nil {
		defer closeBackend()
	}
	if err != nil {
		return err
	}
	listener, err := clientconn.Listen(&clientconn.NewListenerOpts{
		TCP:     address,
		Mode:    clientconn.NormalMode,
		Metrics: metrics,
		Handler: handler,
		Logger:  slog.Default(),
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	log.Printf("Waiting for connections on %s, data in %s, access control %v", address, folder, user != "")
	listener.Run(ctx)
	log.Print("Stopped cleanly")
	return nil
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
