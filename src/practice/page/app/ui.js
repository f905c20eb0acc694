import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from '/vendor/hooks.mjs';
import htm from '/vendor/htm.mjs';
import { Component, createContext, Fragment, h, render } from '/vendor/preact.mjs';

export const html = htm.bind(h);
export {
  Component,
  createContext,
  Fragment,
  render,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
};

/**
 * What every part of the page may know of where it stands.
 *
 * @typedef {object} Ui
 * @property {'ko'|'en'} lang
 * @property {import('./words.js').Words} w
 * @property {string} seat whose eyes one sees through
 * @property {ReadonlyMap<string, {id: string, name: string}>} people everybody with a name, the bot among them
 * @property {ReadonlyMap<string, {id: string, name: string, kind: string}>} channels
 * @property {string} timeZone
 * @property {() => number} now business time, milliseconds
 * @property {(to: {place?: string, thread?: string | null}) => void} go
 */
const missing = /** @type {Ui} */ (/** @type {unknown} */ (null));
export const UiContext = createContext(missing);

/** @returns {Ui} */
export const useUi = () => useContext(UiContext);

/**
 * Redraws only when a prop is another one: a long channel stays cheap while one message changes.
 *
 * @template P
 * @param {(props: P) => any} view
 * @returns {(props: P & {key?: any}) => any}
 */
export const pure = (view) => {
  class Pure extends Component {
    /** @param {any} next */
    shouldComponentUpdate(next) {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]);
      for (const key of keys) if (/** @type {any} */ (this.props)[key] !== next[key]) return true;
      return false;
    }
    render() {
      return h(/** @type {any} */ (view), this.props);
    }
  }
  return /** @type {any} */ (Pure);
};

/**
 * A part that cannot be drawn says so and leaves the rest of the page standing.
 *
 * @extends {Component<{fallback: any, children?: any}, {failed: boolean}>}
 */
export class Guard extends Component {
  constructor() {
    super();
    this.state = { failed: false };
  }
  /** @param {unknown} error */
  componentDidCatch(error) {
    console.error(error);
    this.setState({ failed: true });
  }
  render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

/** An id for aria references, the same while the component lives. */
let ids = 0;
/** @param {string} prefix */
export const useElementId = (prefix) => {
  const id = useRef('');
  if (!id.current) id.current = `${prefix}-${++ids}`;
  return id.current;
};
