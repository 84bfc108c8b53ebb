export function TypeLink({ name, onOpen }: { readonly name: string; readonly onOpen: (type: string) => void }) {
  return (
    <button type="button" className="link-button" onClick={() => onOpen(name)}>
      {name}
    </button>
  );
}
