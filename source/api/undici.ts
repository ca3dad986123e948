/**
 * The part of undici that is used: a pool of HTTP/1.1 connections and its `request`. All of undici takes three times as
 * long to load (measured: 47 ms against 14 ms, bundled), and the first request waits for it.
 */
import request from 'undici/lib/api/api-request.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// As undici's own index.js does it.
Object.assign(Dispatcher.prototype, {request});

export {Pool};
